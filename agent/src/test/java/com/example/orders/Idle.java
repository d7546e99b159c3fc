package com.example.orders;

/** A program that says one thing and ends. */
public final class Idle {
  private Idle() {}

  public static void main(String[] arguments) {
    System.out.println("idle");
  }
}
