package org.crashtag.decode.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.testing.SharedMessages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files that Tracepdb wrote of public drivers. */
class RealTmfFilesTest {
  @BeforeEach
  void setUp() {
    SharedMessages.assumePresent();
  }

  @Test
  void everyEntryIsReadAndMadeReady() throws IOException {
    List<Path> files =
        SharedMessages.files("tmf/nefarius").stream()
            .filter(file -> file.toString().endsWith(".tmf"))
            .toList();
    List<String> unready = new ArrayList<>();
    int entries = 0;
    for (Path file : files) {
      Entries read = Entries.of(file);
      assertThat(read.faults).as(file.toString()).isEmpty();
      entries += read.messages.size();
      for (TraceMessage message : read.messages) {
        assertThat(file.getFileName().toString()).startsWith(message.guid().toString());
        if (MessageTemplate.of(message, Enumerations.NONE).isEmpty()) {
          unready.add(message.format() + message.arguments());
        }
      }
    }

    assertThat(files).hasSize(90);
    assertThat(entries).isEqualTo(3865);
    assertThat(unready).isEmpty();
  }
}
