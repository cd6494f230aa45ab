package org.crashtag.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crashtag.source.SourceLister.Problem;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.ForwardingStorage;
import org.crashtag.testing.Listed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceListerTest {
  @TempDir private Path folder;
  private final List<Problem> problems = new ArrayList<>();

  @BeforeEach
  void makeFiles() throws IOException {
    for (String name :
        List.of("a1.dmp", "a2.dmp", "b1.DMP", "sub/c.dmp", "sub/deep/d.dmp", "dump[1].dmp")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  @Test
  void foldersThatAPatternCantReachArentListed() throws IOException {
    List<String> listed = new ArrayList<>();
    Storage storage =
        new ForwardingStorage(new LocalStorage()) {
          @Override
          public List<Entry> list(String path) throws IOException {
            listed.add(path.substring(folder.toString().length()));
            return super.list(path);
          }
        };
    Listed.files(storage, List.of(folder + "/*.dmp", folder + "/s*/*.dmp"), problems::add);

    assertThat(listed).containsExactly("", "", "/sub");
  }

  @Test
  void unreadableFolderCostsItsOwnFilesOnly() throws IOException {
    Storage storage =
        new ForwardingStorage(new LocalStorage()) {
          @Override
          public List<Entry> list(String path) throws IOException {
            if (path.endsWith("/deep")) {
              throw new AccessDeniedException(path);
            }
            return super.list(path);
          }
        };

    assertThat(Listed.files(storage, List.of(folder.toString()), problems::add)).hasSize(5);
    assertThat(problems)
        .containsExactly(
            new Problem(folder + "/sub/deep", "this folder can't be read: permission denied"));
  }

  @Test
  void whatExistsIsTakenLiterally() throws IOException {
    Files.writeString(folder.resolve("dump1.dmp"), "what the pattern would mean");

    assertThat(list("dump[1].dmp")).containsExactly("dump[1].dmp");
    assertThat(list("dump[!x].dmp")).containsExactly("dump1.dmp");
  }

  @Test
  void lengthAndTimeAreListed() throws IOException {
    FileTime modified = FileTime.from(Instant.parse("2026-03-17T03:15:22.123456Z"));
    Files.setLastModifiedTime(folder.resolve("a1.dmp"), modified);

    List<SourceFile> files =
        Listed.files(new LocalStorage(), List.of(folder + "/a1.dmp"), problems::add);

    assertThat(files).containsExactly(new SourceFile(folder + "/a1.dmp", 6, 1773717322123456L));
  }

  @Test
  void folderMeansAllBelowIt() throws IOException {
    assertThat(list("sub")).containsExactly("sub/c.dmp", "sub/deep/d.dmp");
    assertThat(list("sub/")).containsExactly("sub/c.dmp", "sub/deep/d.dmp");
    assertThat(list("")).hasSize(6);
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *.dmp           | a1.dmp a2.dmp dump[1].dmp
          a?.dmp          | a1.dmp a2.dmp
          a[2-9].dmp      | a2.dmp
          [!a]*.dmp       | dump[1].dmp
          [^a]*.DMP       | b1.DMP
          {a1.dmp,*.DMP}  | a1.dmp b1.DMP
          a{1,2}.dmp      | a1.dmp a2.dmp
          */c.dmp         | sub/c.dmp
          *.d?p           | a1.dmp a2.dmp dump[1].dmp
          **/d.dmp        | sub/deep/d.dmp
          **/*.dmp        | a1.dmp a2.dmp dump[1].dmp sub/c.dmp sub/deep/d.dmp
          sub/**          | sub/c.dmp sub/deep/d.dmp
          sub/*           | sub/c.dmp
          s*/d*/*.dmp     | sub/deep/d.dmp
          dump?1].dmp     | dump[1].dmp
          """)
  void patternsMatchAsInAShell(String pattern, String expected) throws IOException {
    assertThat(list(pattern)).containsExactly(expected.split(" ", -1));
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"*.zip", "sub/?.zip", "gone/*.dmp", "a1.dmp/*", "A?.dmp"})
  void patternWithoutAMatchIsNamed(String pattern) throws IOException {
    assertThat(list(pattern)).isEmpty();
    assertThat(problems)
        .containsExactly(new Problem(folder + "/" + pattern, "this pattern matches nothing", true));
  }

  @Test
  void whatIsNoPatternAndNotThereIsNamed() throws IOException {
    assertThat(list("gone.dmp")).isEmpty();
    assertThat(problems)
        .containsExactly(new Problem(folder + "/gone.dmp", "no such file or folder"));
  }

  @Test
  void brokenPatternIsNamed() throws IOException {
    assertThat(list("[z-a].dmp")).isEmpty();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).message()).startsWith("invalid pattern");
  }

  @Test
  void emptyFolderIsNamed() throws IOException {
    Files.createDirectories(folder.resolve("empty/also"));

    assertThat(list("empty")).isEmpty();
    assertThat(problems)
        .containsExactly(new Problem(folder + "/empty", "no files in this folder", true));
  }

  @Test
  void linksInsideAFolderArentFollowedButLinksToFilesCount() throws IOException {
    Files.createSymbolicLink(folder.resolve("sub/up"), folder);
    Files.createSymbolicLink(folder.resolve("sub/file"), folder.resolve("a1.dmp"));
    Files.createSymbolicLink(folder.resolve("sub/dangling"), folder.resolve("gone"));

    assertThat(list("sub")).containsExactly("sub/c.dmp", "sub/deep/d.dmp", "sub/file");
  }

  @Test
  void linkThatIsNamedIsAFolderLikeAnyOther() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("sub"));

    assertThat(list("link")).containsExactly("link/c.dmp", "link/deep/d.dmp");
  }

  @Test
  void eachFileComesOnce() throws IOException {
    assertThat(list("a1.dmp", "a*.dmp", "", "a1.dmp")).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void outputFolderIsNeverInput() throws IOException {
    List<SourceFile> found = new ArrayList<>();
    Files.createSymbolicLink(folder.resolve("output"), folder.resolve("sub"));
    SourceLister lister =
        new SourceLister(
            new LocalStorage(), found::add, problems::add, Optional.of(folder + "/output/"));

    lister.add(folder.toString());
    lister.add(folder + "/**");
    lister.add(folder + "/sub/deep/*.dmp");
    lister.add(folder + "/sub/c.dmp");

    assertThat(found)
        .extracting(file -> Path.of(file.path()).getFileName().toString())
        .containsExactly("a1.dmp", "a2.dmp", "b1.DMP", "dump[1].dmp");
  }

  @Test
  void unreadableFolderIsNamedAndTheRestGoesOn() throws IOException {
    assertThat(listWithFault(new AccessDeniedException("sub/deep"))).hasSize(5);
    assertThat(problems)
        .containsExactly(
            new Problem(folder + "/sub/deep", "this folder can't be read: permission denied"));

    assertThat(listWithFault(new IOException("Input/output error"))).hasSize(5);
    assertThat(problems)
        .containsExactly(
            new Problem(folder + "/sub/deep", "this folder can't be read: Input/output error"));
  }

  /** All files below the folder, in which {@code sub/deep} can't be listed. */
  private List<SourceFile> listWithFault(IOException fault) throws IOException {
    problems.clear();
    Storage storage =
        new ForwardingStorage(new LocalStorage()) {
          @Override
          public List<Entry> list(String listed) throws IOException {
            if (listed.endsWith("sub/deep")) {
              throw fault;
            }
            return super.list(listed);
          }
        };
    return Listed.files(storage, List.of(folder.toString()), problems::add);
  }

  /** Paths below the folder, in the lister's order. */
  private List<String> list(String... names) throws IOException {
    problems.clear();
    List<String> paths = new ArrayList<>();
    for (String name : names) {
      paths.add(name.isEmpty() ? folder.toString() : folder + "/" + name);
    }
    return Listed.files(new LocalStorage(), paths, problems::add).stream()
        .map(file -> file.path().substring(folder.toString().length() + 1))
        .toList();
  }

  private List<String> followed(String... names) throws IOException {
    List<String> files = new ArrayList<>();
    SourceLister lister =
        new SourceLister(
            new LocalStorage(),
            file -> files.add(file.path().substring(folder.toString().length() + 1)),
            problems::add,
            Optional.empty(),
            true);
    for (String name : names) {
      lister.add(folder + "/" + name);
    }
    return files;
  }

  @Test
  void linksToFoldersAreFollowedOnDemand() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("e.dmp"), "e");
    Path top = Files.createDirectory(folder.resolve("top"));
    Files.createSymbolicLink(top.resolve("link"), elsewhere);

    assertThat(list("top/**")).isEmpty();
    assertThat(followed("top")).containsExactly("top/link/e.dmp");
    assertThat(followed("top/*/*.dmp")).containsExactly("top/link/e.dmp");
  }

  @Test
  void linksInACircleEnd() throws IOException {
    Path deep = folder.resolve("sub/deep");
    Files.createSymbolicLink(deep.resolve("back"), folder.resolve("sub"));
    Files.createSymbolicLink(deep.resolve("self"), deep);

    assertThat(followed("sub")).containsExactly("sub/c.dmp", "sub/deep/d.dmp");
    assertThat(followed("sub/**/*.dmp")).containsExactly("sub/c.dmp", "sub/deep/d.dmp");
  }

  @Test
  void eachFolderIsReadOnceAndEachFileComesOnce() throws IOException {
    Files.createSymbolicLink(folder.resolve("again"), folder.resolve("sub"));

    assertThat(followed("")).hasSize(6).contains("again/c.dmp").doesNotContain("sub/c.dmp");
    assertThat(followed("sub", "again")).containsExactly("sub/c.dmp", "sub/deep/d.dmp");
  }

  /** The folder is reached first by a path on which the pattern matches nothing. */
  @Test
  void folderThatAPatternWantsByItsLinkOnly() throws IOException {
    Files.createSymbolicLink(folder.resolve("zlink"), folder.resolve("sub"));

    assertThat(followed("z*/**/*.dmp")).containsExactly("zlink/c.dmp", "zlink/deep/d.dmp");
    assertThat(followed("**/zlink/*.dmp")).containsExactly("zlink/c.dmp");
  }

  /**
   * Twenty folders with links to all others: each is listed a few times, not once per path to it.
   */
  @Test
  void manyLinksCostLittle() throws IOException {
    for (int i = 0; i < 20; i++) {
      Path from = Files.createDirectories(folder.resolve("net/n" + i));
      for (int to = 0; to < 20; to++) {
        Files.createSymbolicLink(from.resolve("l" + to), folder.resolve("net/n" + to));
      }
    }
    assertThat(followed("net/**/*.none")).isEmpty();
    assertThat(problems).hasSize(1);
  }

  @Test
  void linkInACircleOfItsOwnCostsItself() throws IOException {
    Files.createSymbolicLink(folder.resolve("sub/loop"), Path.of("loop"));

    assertThat(list("sub")).containsExactly("sub/c.dmp", "sub/deep/d.dmp", "sub/loop");
  }

  @Test
  void classWithoutMeaningIsNamed() throws IOException {
    assertThat(list("[[:digits:]]*")).isEmpty();
    assertThat(problems).singleElement().extracting(Problem::message).asString().contains("digits");
  }
}
