package org.crashtag.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemberNamesTest {
  private static List<String> named(String... names) {
    MemberNames unique = new MemberNames();
    List<String> all = new ArrayList<>();
    for (String name : names) {
      all.add(unique.next(name));
    }
    return all;
  }

  @Test
  void repeatedNameCarriesItsPosition() {
    assertThat(named("a.dmp", "b.dmp", "a.dmp", "a.dmp"))
        .containsExactly("a.dmp", "b.dmp", "a.dmp#3", "a.dmp#4");
  }

  @Test
  void nameThatLooksLikeAPositionIsNoOther() {
    assertThat(named("a", "a", "a#2")).containsExactly("a", "a#2", "a#2#3");
    assertThat(named("a#2", "a", "a")).containsExactly("a#2", "a", "a#3");
    assertThat(named("a#3", "a", "a")).containsExactly("a#3", "a", "a#3#3");
  }

  @Test
  void nameWithASeparatorIsNoMemberOfAnother() {
    assertThat(named("a!b", "c!d")).containsExactly("a!b", "c!d");
    assertThat(named("a", "a!b", "a!b")).containsExactly("a", "a#2!b", "a#3!b");
    assertThat(named("a!b", "a")).containsExactly("a!b", "a#2");
    assertThat(named("a!b!c", "a!b", "!", "!!")).containsExactly("a!b!c", "a#2!b", "!", "#4!!");
  }

  /** Nested members also have distinct names, whatever the outer names are. */
  @Test
  void noNameLeadsIntoAnother() {
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      String[] names = new String[30];
      for (int i = 0; i < names.length; i++) {
        StringBuilder name = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
          name.append("ab!#2 ".charAt(random.nextInt(6)));
        }
        names[i] = name.toString();
      }
      List<String> unique = named(names);
      assertThat(unique).doesNotHaveDuplicates();
      for (String name : unique) {
        assertThat(unique).noneMatch(other -> other.startsWith(name + "!"));
      }
    }
  }
}
