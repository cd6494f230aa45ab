package org.crashtag.source;

/**
 * A file that a pattern matched.
 *
 * @param path as matched, with {@code /}
 * @param bytes its length when it was listed
 * @param modifiedMicros its last change, in microseconds since 1970 UTC
 */
public record SourceFile(String path, long bytes, long modifiedMicros) {}
