package org.crashtag.source.cab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cabinets that are deliberately wrong, or look so: the result for each by name. */
class MalformedCabinetsTest {
  private static final String BOMB = "bomb-overlapping-folders.cab";
  private static final String OK = "c395a28d3e3be21ed15bc59538077b3c";
  private static final String FIRST_100_BYTES = "4b3bb94ca20ee243bb2d32c52f54cd7f";
  private static final String EMPTY = "d41d8cd98f00b204e9800998ecf8427e";

  private static Map<String, List<String>> answers() {
    Map<String, List<String>> answers = new LinkedHashMap<>();
    answers.put("65535-files-claimed.cab", List.of("open CORRUPT"));
    answers.put("bad-checksum.cab", List.of("CHECKSUM"));
    answers.put("bad-second-checksum.cab", List.of("CHECKSUM"));
    answers.put("block-cbuncomp-0.cab", List.of("CORRUPT"));
    answers.put("files-offset-beyond-eof.cab", List.of("open TRUNCATED"));
    answers.put("flags-reserve-60000.cab", List.of("open TRUNCATED"));
    answers.put("folder-data-beyond-eof.cab", List.of("TRUNCATED"));
    answers.put("folder-data-in-header.cab", List.of("TRUNCATED"));
    answers.put("lzx-all-zero.cab", List.of("CORRUPT"));
    answers.put("lzx-empty.cab", List.of("CORRUPT"));
    answers.put("lzx-window-14.cab", List.of("UNSUPPORTED"));
    answers.put("lzx-window-22.cab", List.of("UNSUPPORTED"));
    answers.put("lzx-window-31.cab", List.of("UNSUPPORTED"));
    answers.put("member-4G.cab", List.of("CORRUPT"));
    answers.put("member-bigger-than-folder.cab", List.of("CORRUPT"));
    answers.put(
        "members-out-of-order.cab", List.of("0ffacdea9a440d5d114134b64a7403aa", FIRST_100_BYTES));
    answers.put("method-4.cab", List.of("UNSUPPORTED"));
    answers.put("mszip-distance-too-far.cab", List.of("CORRUPT"));
    answers.put("mszip-empty-block.cab", List.of("CORRUPT"));
    answers.put("mszip-no-CK.cab", List.of("CORRUPT"));
    answers.put("mszip-no-end-mark.cab", List.of("CORRUPT"));
    // The second block's matches reach into both blocks before; cabextract puts zeros there.
    answers.put("mszip-short-middle-block.cab", List.of("22aa2aabe73c5631a9832bab342ba5e9"));
    answers.put("mszip-too-long.cab", List.of("CORRUPT"));
    answers.put("mszip-too-short.cab", List.of("CORRUPT"));
    answers.put("names.cab", Collections.nCopies(8, FIRST_100_BYTES));
    answers.put("offset-4G.cab", List.of("CORRUPT"));
    answers.put("offset-size-wrap.cab", List.of("CORRUPT"));
    answers.put("ok-dict.cab", List.of(OK));
    answers.put("ok-stored-then-coded.cab", List.of("a1c7f4a5b4025b3a513b289cc53a3fb5"));
    answers.put("ok-zero-checksum.cab", List.of("37d7e379fb794e21f1ae11c95b626caa"));
    answers.put("overlapping-members.cab", List.of(OK, OK));
    answers.put("prefixed-sfx.cab", List.of("open NOT_CAB"));
    answers.put("quantum.cab", List.of("UNSUPPORTED"));
    answers.put("stored-size-mismatch.cab", List.of("CORRUPT"));
    answers.put("trailing-data.cab", List.of(OK));
    answers.put("truncated-in-table.cab", List.of("open TRUNCATED"));
    answers.put("truncated-mid-block.cab", List.of("TRUNCATED"));
    answers.put("uncomp-65535.cab", List.of("CORRUPT"));
    answers.put("wrong-total-size-huge.cab", List.of(OK));
    answers.put("wrong-total-size-small.cab", List.of(OK));
    answers.put("zero-length-member.cab", List.of(EMPTY, OK));
    return answers;
  }

  @Test
  void everyCaseEndsAsItShould() {
    Map<String, List<String>> answers = answers();
    for (Path file : SharedCabinets.of("malformed")) {
      String name = SharedCabinets.name(file);
      if (!name.equals(BOMB)) {
        assertThat(answers).containsKey(name);
        assertThat(Answers.of(file)).as(name).isEqualTo(answers.get(name));
      }
    }
  }

  @Test
  void bombEndsAtTheLimitInASmallHeap() throws IOException, InterruptedException {
    Path bomb = SharedCabinets.of("malformed", BOMB);
    List<String> answers = inSmallHeap(bomb, 200L << 20);

    assertThat(answers).hasSize(1000);
    assertThat(answers.subList(0, 3)).allMatch("04f36940aa40562518725494356274be"::equals);
    assertThat(answers.subList(3, 1000)).allMatch("LIMIT"::equals);
  }

  private static List<String> inSmallHeap(Path file, long workLimit)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Answers.class.getName(), file.toString(), Long.toString(workLimit)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
