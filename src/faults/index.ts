/** What can go wrong, in codes. Knows no other layer. */
export * from './fault';
