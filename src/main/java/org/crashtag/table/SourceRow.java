package org.crashtag.table;

/**
 * What a row of {@link Tables#SOURCES} is made from.
 *
 * @param path of the file
 * @param member in the archive, or null
 * @param bytes its length; negative if it is unknown
 * @param modifiedMicros of the file, since 1970 UTC
 * @param kind by its first bytes
 * @param dumpId of the dump in it, or null
 * @param outcome what became of it
 * @param command the first run of the command that examined it
 * @param etag of the file in an object store; empty on disks
 */
public record SourceRow(
    String path,
    String member,
    long bytes,
    long modifiedMicros,
    String kind,
    String dumpId,
    String outcome,
    String command,
    String etag) {}
