package com.example.corpus;

import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who works under which paths, and what a log-in leaves in the session. */
final class Pages {
  private Pages() {}

  @RestController
  @RequestMapping("/admin/trades")
  static class Desk {
    @GetMapping
    List<Plus.TradeListVO> list() {
      return List.of();
    }

    @GetMapping("/sheet")
    void exportSheet() {}

    @PostMapping("/export")
    void export() {}

    @DeleteMapping("/{no}")
    void remove(@PathVariable String no) {}
  }

  /** Whoever answers the telephone. */
  static class Seat {
    final String userNo;
    final String hall;

    Seat(String userNo, String hall) {
      this.userNo = userNo;
      this.hall = hall;
    }
  }

  @RestController
  @RequestMapping("/api/v1/wx")
  static class App {
    @PostMapping("/login")
    void login(HttpSession session, Generated.TbMember member) {
      String code = "1234";
      session.setAttribute("loginCaptcha", code);
      session.setAttribute("currentMember", member);
      session.setAttribute("deskUserId", Integer.valueOf(member.username));
      session.setAttribute("kefuUser", new Seat(member.username, code));
    }

    @GetMapping("/me")
    Generated.TbMember me() {
      return new Generated.TbMember();
    }

    @GetMapping("/orders")
    List<Generated.TbOrder> orders() {
      return List.of();
    }
  }
}
