package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.kmdf.KmdfDriversDecoder;
import org.crashtag.dump.DumpHeader;
import org.crashtag.storage.Location;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;

/** The KMDF list of real dumps, declared: the same rows as the built-in decoder's. */
class KmdfListTest {
  private static final List<String> COLUMNS =
      List.of("driver", "kmdf_major", "kmdf_minor", "kmdf_build", "globals");

  private static Decoder declared() throws Exception {
    Path file = Path.of("pipelines/kmdf-list.yaml");
    PipelineFile pipeline = PipelineFile.parse(file.toString(), Files.readString(file, UTF_8));
    return DeclaredDecoders.of(new Location(file.toString()), pipeline, Decoders.load())
        .decoders()
        .get(0);
  }

  @Test
  void realListsGiveTheSameRows() throws Exception {
    RealDumps.assumePresent();
    Decoder declared = declared();
    WalkOptions keeping = Walked.keeping(WalkOptions.all(), KmdfDriversDecoder.TAG::equals);
    int lists = 0;
    for (RealDumps.Expected expected : RealDumps.everywhere()) {
      Walked walked = RealDumps.walk(expected.file(), keeping);
      for (BlobFacts blob : walked.blobs()) {
        if (blob.blob().tag().equals(KmdfDriversDecoder.TAG)) {
          lists++;
          int rows = compare(declared, walked.dump().header(), blob);
          assertThat(rows).as(expected.file()).isEqualTo(expected.objects("kmdf").size());
        }
      }
    }
    assertThat(lists).isGreaterThan(10);
  }

  /** The whole list, and cut at some lengths; the rows of the whole. */
  private static int compare(Decoder declared, DumpHeader header, BlobFacts blob) {
    DumpContext dump = new DumpContext(header, List.of(), WalkOptions.all());
    Bytes data = blob.data();
    int rows = 0;
    for (int length = data.length(); length > 0; length -= 31) {
      Rows wanted = new Rows();
      Rows found = new Rows();
      new KmdfDriversDecoder().decode(blob.blob(), data.slice(0, length), dump, wanted);
      declared.decode(blob.blob(), data.slice(0, length), dump, found);
      assertThat(found.rows).isEqualTo(wanted.rows);
      rows = Math.max(rows, wanted.rows.size());
    }
    return rows;
  }

  /** The columns that both tables have, and the rejects. */
  private static final class Rows implements RecordSink {
    private final List<List<Object>> rows = new ArrayList<>();

    @Override
    public <T> void row(TypedTable<T> table, T from) {
      Row row = new Row(table.schema(), table.row(from));
      rows.add(COLUMNS.stream().map(row::get).toList());
    }

    @Override
    public void reject(Reason reason, long offset, String message) {
      rows.add(List.of(reason, offset, message));
    }
  }
}
