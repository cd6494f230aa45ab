package org.crashtag.mutate;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.layout.pdb.ArrayChannel;
import org.crashtag.source.Limits;
import org.crashtag.source.Member;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceVisitor;
import org.crashtag.source.SourceWalker;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.ForwardingStorage;

/** Archives of one format: members with distinct names, and faults. */
record ArchiveMutation(String name, List<byte[]> seeds) implements MutationKind {
  private static final Limits LIMITS = new Limits(32 << 20, 64 << 20, 250, 1000, 5, 4);

  @Override
  public int weight() {
    return 4;
  }

  @Override
  public int read(int seed, byte[] input) throws IOException {
    Members members = new Members();
    new SourceWalker(new Memory(input), LIMITS)
        .walk(new SourceFile("a.bin", input.length, 0), members);
    return members.names.size();
  }

  /** A storage with one file, whatever it is called. */
  private static final class Memory extends ForwardingStorage {
    private final byte[] bytes;

    Memory(byte[] bytes) {
      super(new LocalStorage());
      this.bytes = bytes;
    }

    @Override
    public SeekableByteChannel open(String path) {
      return new ArrayChannel(bytes);
    }
  }

  private static final class Members implements SourceVisitor {
    private final Set<String> names = new HashSet<>();

    @Override
    public boolean accepts(String path) {
      return true;
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public void archive(Member member) {
      // Its members come next.
    }

    @Override
    public void content(Member member, Content content) throws IOException {
      content.reach(Long.MAX_VALUE);
      if (!names.add(String.valueOf(member.path()))) {
        throw new AssertionError("two members are called " + member.path());
      }
    }

    @Override
    public void fault(Member member, MalformedException fault) {
      String message = fault.getMessage();
      if (message.isBlank() || message.indexOf('\n') >= 0) {
        throw new AssertionError("a message of no or several lines: " + message);
      }
    }
  }
}
