package org.crashtag.sample;

/**
 * Adjacent physical pages of a range dump.
 *
 * @param firstPage page frame number
 * @param count pages
 */
public record PageRange(long firstPage, long count) {}
