package org.crashtag.decode.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.Fleet;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The blobs of a fleet of made-up dumps for the decoders of this package. */
class FleetContentTest {
  private static final int DUMPS = 240;
  private static final Decoders DECODERS = Decoders.load();
  private static final List<Walked> FLEET = new ArrayList<>();

  @BeforeAll
  static void walk() throws IOException {
    Fleet fleet = new Fleet(3, 0);
    DumpWalker walker = new DumpWalker(DECODERS, WalkOptions.all());
    for (int dump = 0; dump < DUMPS; dump++) {
      byte[] bytes = DumpBytes.of(fleet.dump(dump).image());
      FLEET.add(Walked.through(ArrayContent.of(bytes), walker));
    }
  }

  private static boolean isOurs(BlobFacts blob) {
    return Walks.isOfWindows(blob.decoder());
  }

  @Test
  void everyBlobIsDecoded() {
    for (Walked walked : FLEET) {
      assertThat(walked.blobs())
          .filteredOn(FleetContentTest::isOurs)
          .isNotEmpty()
          .allMatch(blob -> blob.status() == Status.DECODED);
    }
  }

  @Test
  void everyTableHasRows() {
    Set<String> tables = new HashSet<>();
    FLEET.forEach(walked -> walked.rows().forEach(row -> tables.add(row.table())));

    for (Decoder decoder : DECODERS.all()) {
      if (Walks.isOfWindows(decoder)) {
        assertThat(tables).containsAll(decoder.tables().stream().map(TableSchema::name).toList());
      }
    }
  }

  @Test
  void linesFitATerminal() {
    for (Walked walked : FLEET) {
      for (Walked.Row row : walked.rows()) {
        BlobFacts blob = walked.blobs().get(row.ordinal());
        if (isOurs(blob)) {
          assertThat(lines(blob.decoder(), row)).allMatch(line -> line.length() <= 80);
        }
      }
    }
  }

  private static List<String> lines(Decoder decoder, Walked.Row row) {
    TableSchema table =
        decoder.tables().stream()
            .filter(found -> found.name().equals(row.table()))
            .findFirst()
            .orElseThrow();
    List<String> lines = new ArrayList<>(List.of(decoder.heading(table)));
    lines.addAll(decoder.lines(new Row(table, row.values().toArray())));
    return lines;
  }
}
