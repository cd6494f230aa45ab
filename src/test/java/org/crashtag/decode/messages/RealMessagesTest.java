package org.crashtag.decode.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.WalkOptions;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.NamedRows;
import org.crashtag.testing.RealDumps;
import org.crashtag.testing.SharedMessages;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of real rings and traces, compared with an independent reader's. */
class RealMessagesTest {
  @TempDir private Path folder;

  @Test
  void recordsOfRealDumpsHaveTheirTexts() throws Exception {
    RealDumps.assumePresent();
    SharedMessages.assumePresent();
    TextCatalog catalog =
        new CatalogBuilder(
                new LocalStorage(),
                new LocalStorage()::open,
                folder.toString(),
                (path, message) -> {
                  throw new AssertionError(path + ": " + message);
                })
            .build(
                List.of(SharedMessages.FOLDER + "/tmf", SharedMessages.FOLDER + "/pdbs"),
                List.of());
    Decoders decoders = DriverTexts.open(new LocalStorage(), catalog).giveTo(Decoders.load());
    int texts = 0;
    for (RealDumps.Expected dump : RealDumps.expected("EXPECTED-MESSAGES.jsonl")) {
      if (!dump.file().contains("!")) {
        List<String> found = texts(decoders, dump.file());
        assertThat(found).as(dump.file()).containsExactlyElementsOf(expected(dump));
        texts += found.size();
      }
    }
    assertThat(texts).isGreaterThan(600);
  }

  private static List<String> texts(Decoders decoders, String file) throws IOException {
    WalkOptions options =
        WalkOptions.all().withPrivacy(new Privacy(Privacy.Mode.KEEP, "key".getBytes(UTF_8)));
    Walked walked =
        Walked.through(ArrayContent.of(RealDumps.read(file)), new DumpWalker(decoders, options));
    List<String> texts = new ArrayList<>();
    for (Map<String, Object> row : NamedRows.of(walked, "ring_records")) {
      if (row.get("text") != null) {
        texts.add(
            row.get("text") + "|" + row.get("message_source") + "|" + row.get("message_level"));
      }
    }
    return texts;
  }

  private static List<String> expected(RealDumps.Expected dump) {
    return dump.objects("ring").stream()
        .map(record -> record.get("text") + "|" + record.get("source") + "|" + record.get("level"))
        .toList();
  }
}
