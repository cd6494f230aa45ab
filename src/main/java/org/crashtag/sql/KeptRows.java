package org.crashtag.sql;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.StoredBlob;
import org.crashtag.dump.Region;
import org.crashtag.tag.TaggedBlob;

/** Dumps and their kept blobs from two results, both sorted by dump. */
final class KeptRows implements StoredDump.Reader {
  private final ResultSet dumps;
  private final ResultSet blobs;
  private String dumpId;
  private boolean hasBlob;

  /**
   * @param dumps a row for each dump of {@code blobs}
   * @param blobs dump_id, ordinal, tag, offset, bytes, sha256, data
   */
  KeptRows(ResultSet dumps, ResultSet blobs) throws SQLException {
    this.dumps = dumps;
    this.blobs = blobs;
    this.hasBlob = blobs.next();
  }

  @Override
  public StoredDump next() throws IOException {
    try {
      if (!dumps.next()) {
        return null;
      }
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 1; i <= dumps.getMetaData().getColumnCount(); i++) {
        values.put(dumps.getMetaData().getColumnName(i), ResultValues.of(dumps.getObject(i)));
      }
      StoredDump dump = new StoredDump(values);
      dumpId = dump.dumpId();
      return dump;
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public StoredBlob.Reader blobs() {
    return this::nextBlob;
  }

  private StoredBlob nextBlob() throws IOException {
    try {
      if (!hasBlob || !blobs.getString("dump_id").equals(dumpId)) {
        return null;
      }
      StoredBlob blob = blob();
      hasBlob = blobs.next();
      return blob;
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private StoredBlob blob() throws SQLException {
    byte[] data = (byte[]) ResultValues.of(blobs.getObject("data"));
    long offset = blobs.getLong("offset");
    Guid tag = Guid.parse(blobs.getString("tag")).orElseThrow();
    TaggedBlob blob =
        new TaggedBlob(
            blobs.getInt("ordinal"),
            tag,
            offset - Region.BLOB_HEADER_BYTES,
            offset,
            blobs.getLong("bytes"));
    return new StoredBlob(blob, blobs.getString("sha256"), Bytes.of(data, 0, data.length, offset));
  }
}
