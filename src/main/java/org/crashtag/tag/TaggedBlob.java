package org.crashtag.tag;

import org.crashtag.bytes.Guid;

/**
 * One entry of the tagged region, by its header.
 *
 * @param ordinal its position in the region, from 0
 * @param tag the GUID that the driver chose; not unique in a dump
 * @param headerOffset of its header in the file
 * @param dataOffset of its first byte in the file
 * @param bytes of data, according to the header
 */
public record TaggedBlob(int ordinal, Guid tag, long headerOffset, long dataOffset, long bytes) {}
