package org.crashtag.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.io.FileIO;

/** The files that a snapshot names. */
final class PublishedFiles {
  private PublishedFiles() {}

  /** The files that contain rows. */
  static List<DataFile> data(Snapshot snapshot, FileIO io, Map<Integer, PartitionSpec> specs)
      throws IOException {
    List<DataFile> all = new ArrayList<>();
    for (ManifestFile manifest : snapshot.dataManifests(io)) {
      try (ManifestReader<DataFile> reader = ManifestFiles.read(manifest, io, specs);
          CloseableIterator<DataFile> each = reader.iterator()) {
        each.forEachRemaining(file -> all.add(file.copyWithoutStats()));
      }
    }
    return all;
  }

  /** The files that contain the positions of deleted rows. */
  static List<DeleteFile> deletes(Snapshot snapshot, FileIO io, Map<Integer, PartitionSpec> specs)
      throws IOException {
    List<DeleteFile> all = new ArrayList<>();
    for (ManifestFile manifest : snapshot.deleteManifests(io)) {
      try (ManifestReader<DeleteFile> reader =
              ManifestFiles.readDeleteManifest(manifest, io, specs);
          CloseableIterator<DeleteFile> each = reader.iterator()) {
        each.forEachRemaining(file -> all.add(file.copyWithoutStats()));
      }
    }
    return all;
  }
}
