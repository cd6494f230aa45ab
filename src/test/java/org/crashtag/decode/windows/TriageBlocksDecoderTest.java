package org.crashtag.decode.windows;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.TriageBlocks;
import org.crashtag.sample.TriageBlocks.Block;
import org.crashtag.testing.Walked;
import org.junit.jupiter.api.Test;

class TriageBlocksDecoderTest {
  private static final byte[] MEMORY = {1, 2, 3};
  private static final TriageBlocks BLOCKS =
      new TriageBlocks()
          .add("IoTriageDumpData", List.of(new Block(-4096, MEMORY), new Block(16, new byte[0])))
          .add("Acme", List.of(new Block(32, new byte[8])))
          .add("None", List.of());

  @Test
  void listNamesBlocks() throws IOException {
    Walked walked = Walks.of(TriageBlocks.LIST, BLOCKS.toList());

    assertThat(walked.rows())
        .extracting(Walked.Row::values)
        .containsExactly(
            asList("IoTriageDumpData", -4096L, 3L, null),
            asList("IoTriageDumpData", 16L, 0L, null),
            asList("Acme", 32L, 8L, null));
    assertThat(walked.rejects()).isEmpty();
  }

  @Test
  void bytesAreThereOnlyWhereBothAsked() throws IOException {
    WalkOptions keep = Walked.keeping(WalkOptions.all(), TriageBlocks.DATA::equals);

    assertThat(kept(WalkOptions.all())).isNull();
    assertThat(kept(Walks.keepingPrivate())).isNull();
    assertThat(kept(keep)).as("memory is personal").isNull();
    assertThat(kept(keep.withPrivacy(Walks.keepingPrivate().privacy()))).isEqualTo(MEMORY);
  }

  private static byte[] kept(WalkOptions options) throws IOException {
    Walked walked = Walks.of(TriageBlocks.DATA, BLOCKS.toData(), options);
    assertThat(walked.rejects()).isEmpty();
    assertThat(walked.rows())
        .extracting(row -> row.values().subList(0, 3))
        .containsExactly(
            asList("IoTriageDumpData", -4096L, 3L),
            asList("IoTriageDumpData", 16L, 0L),
            asList("Acme", 32L, 8L));
    return (byte[]) walked.rows().get(0).values().get(3);
  }

  @Test
  void blocksBeforeAFaultStay() throws IOException {
    byte[] data = BLOCKS.toData();
    Walked cut = Walks.of(TriageBlocks.DATA, Arrays.copyOf(data, 24 + 44 + 16 + 3 + 15));
    assertThat(cut.rows()).hasSize(1);
    assertThat(cut.rejects()).singleElement().matches(r -> r.reason() == Reason.TRUNCATED);

    Walked longer = Walks.of(TriageBlocks.DATA, Arrays.copyOf(data, data.length + 1));
    assertThat(longer.rows()).hasSize(3);
    assertThat(longer.rejects()).singleElement().matches(r -> r.reason() == Reason.CORRUPT);

    byte[] list = BLOCKS.toList();
    Walked cutList = Walks.of(TriageBlocks.LIST, Arrays.copyOf(list, list.length - 1));
    assertThat(cutList.rows()).hasSize(3);
    assertThat(cutList.rejects()).singleElement().matches(r -> r.reason() == Reason.TRUNCATED);
  }
}
