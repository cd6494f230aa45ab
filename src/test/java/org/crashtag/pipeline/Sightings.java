package org.crashtag.pipeline;

import org.crashtag.bytes.Reason;
import org.crashtag.decode.Reject;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceKind;

/** Sightings for tests. */
final class Sightings {
  static final String DUMP_ID = "0123456789abcdef".repeat(2);

  private Sightings() {}

  /** A sighting of a dump with this many bytes after its region's start. */
  static Sighting dump(String path, String member, long bytesBehind) {
    return new Sighting(
        new SourceFile(path, 1000, 5),
        member,
        1000,
        SourceKind.DUMP,
        path,
        DUMP_ID,
        false,
        bytesBehind,
        7,
        null);
  }

  /** A sighting of a file that can't be used. */
  static Sighting rejected(Long offset, String message) {
    return new Sighting(
        new SourceFile("broken.dmp", 3, -1),
        null,
        -1,
        SourceKind.OTHER,
        "broken.dmp",
        null,
        false,
        0,
        0,
        new Reject(Reject.Stage.HEADER, null, null, offset, Reason.CORRUPT, message));
  }
}
