/** Where the browser face's server takes WebSocket connections. */
export const socketPath = '/wire'
