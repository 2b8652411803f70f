/** Modules that Vite makes and TypeScript cannot see. */
/// <reference types="vite/client" />
