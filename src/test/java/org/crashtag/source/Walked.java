package org.crashtag.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;

/**
 * The results of a walk through an archive, one per line: {@code path kind bytes} for a member that
 * was read to its end, {@code path reason: message} for one that can't be.
 */
final class Walked implements SourceVisitor {
  private final Predicate<String> wanted;
  private final List<String> lines = new ArrayList<>();

  private Walked(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  /** Walks a whole archive, as a file named {@code archive}. */
  static List<String> all(Path folder, byte[] archive) throws IOException {
    return all(folder, "archive", archive);
  }

  static List<String> all(Path folder, String name, byte[] archive) throws IOException {
    return walk(folder, name, archive, Limits.DEFAULT, path -> true);
  }

  static List<String> within(Limits limits, Path folder, byte[] archive) throws IOException {
    return walk(folder, "archive", archive, limits, path -> true);
  }

  /** Walks one member, and the archives that contain it. */
  static List<String> only(String member, Path folder, byte[] archive) throws IOException {
    return walk(
        folder,
        "archive",
        archive,
        Limits.DEFAULT,
        path -> path.equals(member) || member.startsWith(path + "!"));
  }

  private static List<String> walk(
      Path folder, String name, byte[] archive, Limits limits, Predicate<String> wanted)
      throws IOException {
    Path file = Files.write(folder.resolve(name), archive);
    return walk(new LocalStorage(), file, limits, wanted);
  }

  static List<String> walk(Storage storage, Path file, Limits limits, Predicate<String> wanted)
      throws IOException {
    Walked walked = new Walked(wanted);
    SourceFile source = new SourceFile(file.toString(), Files.size(file), 0);
    new SourceWalker(storage, limits).walk(source, walked);
    return walked.lines;
  }

  @Override
  public boolean accepts(String path) {
    return wanted.test(path);
  }

  @Override
  public void archive(Member member) {
    assertThat(member.kind().isArchive()).isTrue();
  }

  @Override
  public void content(Member member, Content content) throws IOException {
    long bytes = content.reach(Long.MAX_VALUE);
    lines.add(member.path() + " " + member.kind().label() + " " + bytes);
  }

  @Override
  public void fault(Member member, MalformedException fault) {
    lines.add(member.path() + " " + fault.reason().label() + ": " + fault.getMessage());
  }

  @Override
  public boolean isDone() {
    return false;
  }
}
