package org.crashtag.sql;

/**
 * The location of a dump.
 *
 * @param source path of the file
 * @param member inside the archive; null outside archives
 * @param bytes length of the dump; null if unknown
 * @param kind of the file, such as {@code zip}; null if unknown
 */
public record ArchivedDump(String dumpId, String source, String member, Long bytes, String kind) {}
