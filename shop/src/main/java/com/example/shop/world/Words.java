package com.example.shop.world;

import java.util.Random;

/** Names, addresses and goods that belong to nobody. */
final class Words {
  private static final String SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎";
  private static final String GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红梅建国文辉志晨宇轩浩然思雨欣怡梓涵子墨若溪";

  /** None of these is on a map. */
  private static final String[] CITIES = {"云洲市", "星湖市", "青岚市", "望汐市", "梧城市"};

  private static final String[] DISTRICTS = {"东篱区", "南浦区", "西塘区", "北渚区", "中洲区"};
  private static final String[] STREETS = {
    "梧桐里", "听雨路", "采薇街", "行云大道", "白鹭巷", "落星路", "拾光街", "长亭路", "知秋里", "晚照路"
  };
  private static final String[] ITEMS = {
    "无线耳机", "羽绒服", "保温杯", "儿童绘本", "机械键盘", "瑜伽垫", "龙井茶 250g", "电动牙刷", "山地车头盔", "台灯",
    "空气炸锅", "蓝牙音箱", "羊毛围巾", "猫粮 2kg", "跑步鞋", "面膜 10 片", "行李箱 24 寸", "血压计", "钢笔", "加湿器"
  };
  private static final String[] REMARKS = {"", "", "", "", "放门口", "送货前请打电话", "周末送", "放物业"};

  private Words() {}

  static String name(Random random) {
    int given = 1 + random.nextInt(2);
    StringBuilder name = new StringBuilder().append(letter(random, SURNAMES));
    for (int i = 0; i < given; i++) {
      name.append(letter(random, GIVEN));
    }
    return name.toString();
  }

  static String address(Random random) {
    return "%s%s%s%d号%d栋%d%02d室"
        .formatted(
            one(random, CITIES),
            one(random, DISTRICTS),
            one(random, STREETS),
            1 + random.nextInt(300),
            1 + random.nextInt(20),
            1 + random.nextInt(30),
            1 + random.nextInt(4));
  }

  static String item(Random random) {
    return one(random, ITEMS);
  }

  static String remark(Random random) {
    return one(random, REMARKS);
  }

  private static char letter(Random random, String letters) {
    return letters.charAt(random.nextInt(letters.length()));
  }

  private static String one(Random random, String[] words) {
    return words[random.nextInt(words.length)];
  }
}
