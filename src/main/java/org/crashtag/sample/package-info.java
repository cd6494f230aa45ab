/**
 * Synthetic dumps: a builder for every kind of dump, and a fleet of dumps like a real one. The
 * layouts are defined here independently of the reader, from the format's description, so that both
 * cannot be wrong in the same way.
 */
package org.crashtag.sample;
