package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChunksTest {
  private final Map<Integer, List<byte[]>> received = new TreeMap<>();
  private final Chunks chunks =
      new Chunks(
          (bucket, chunk) ->
              received.computeIfAbsent(bucket, ignored -> new ArrayList<>()).add(chunk));

  private List<String> unpack(int bucket) throws IOException {
    return Chunks.unpack(received.get(bucket), DataInput::readUTF);
  }

  @Test
  void givesWhatItTook() throws IOException {
    chunks.add(3, out -> out.writeUTF("a"));
    chunks.add(0, out -> out.writeUTF("b"));
    chunks.add(3, out -> out.writeUTF("c"));
    assertThat(received).isEmpty();
    chunks.finish();
    assertThat(received).containsOnlyKeys(0, 3);
    assertThat(unpack(0)).containsExactly("b");
    assertThat(unpack(3)).containsExactly("a", "c");
  }

  @Test
  void packsManySmallThingsIntoFewChunks() throws IOException {
    List<String> things = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      String thing = "thing number " + i;
      things.add(thing);
      chunks.add(0, out -> out.writeUTF(thing));
    }
    chunks.finish();
    assertThat(received.get(0)).hasSizeBetween(2, 5);
    assertThat(unpack(0)).isEqualTo(things);
  }

  @Test
  void largeThingIsAChunkOfItsOwn() throws IOException {
    for (int i = 0; i < 3; i++) {
      chunks.add(0, out -> out.write(new byte[1 << 20]));
    }
    assertThat(received.get(0)).hasSize(3);
    chunks.finish();
    assertThat(received.get(0)).hasSize(3);
  }

  @Test
  void nothingGivesNothing() throws IOException {
    chunks.finish();
    assertThat(received).isEmpty();
    assertThat(Chunks.unpack(List.of(), DataInput::readUTF)).isEmpty();
  }
}
