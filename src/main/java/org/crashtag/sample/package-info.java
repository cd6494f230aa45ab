/**
 * Synthetic dumps: a builder that makes every kind of dump, and a fleet of them like a real one's.
 * The layouts are drawn here once more, from the format's description and without a look at the
 * reader, so that the two cannot be wrong in the same way.
 */
package org.crashtag.sample;
