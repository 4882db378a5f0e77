//! The good case: the seven steps, from the first word to the archive, as people read it.

use casework::words::Language::{self, En, ZhHans, ZhHant};
use chrono::TimeDelta;
use scenarios::{World, all_is_well};

#[tokio::test]
async fn from_the_complaint_to_the_slip_in_chinese() {
    World::run(ZhHans, async |world| {
        let owner = world.person("owner");
        owner.starts().await;
        insta::assert_snapshot!(world.said(), @"
        陈美玲 ← 您好，这里是云溪产业园服务中心。
          有不满意的地方、要报修、想咨询或有建议，请在这里告诉我们。每一件都会登记，事事有着落，件件有回音。

          为了办理您的事项，我们会保存您的姓名、地址、电话，以及您告诉我们的内容，只给经办的人看；遇到险情，值班人员都会看到地点和您写的内容。发送 /mydata 可查看全部内容，发送 /forget 可删除；也可致电 0571-8800 1234。
          隐私告知第 3 版
          [同意，继续]
          [不同意]
          [繁體中文] [English]
          [紧急求助]
        ");
        owner.goes_through_the_greeting().await;
        insta::assert_snapshot!(world.said(), @"
        陈美玲 ↻ 1号楼 1层 101
        陈美玲 ← 方便留个电话吗？请按下面的按钮分享您自己的号码，或直接输入，也可以跳过。
        陈美玲 ← 谢谢，电话已记下。
          陈美玲，很高兴认识您。
          已按您说的记下单元。服务中心会核实，您不用等，现在就可以反映事情。
        陈美玲 ← 陈美玲，您好！请问有什么可以帮您？
          [投诉] [报修]
          [咨询] [建议]
          [举报] [表扬]
          [我的事项] [语言 Language]
          [紧急求助]
        园区服务中心 ← 有人登记了自己的单元，等您核实。请查看，内容在私聊里打开。
          [查看]
        ");
        owner.complains("三楼办公室的空调不制冷").await;
        insta::assert_snapshot!(world.said(), @"
        陈美玲 ← 第 1 步，共 5 步
          给您添麻烦了，很抱歉。请用自己的话告诉我们发生了什么。
          打字、语音、照片、视频、文件（20 MB 以内）都可以，先后不限。说完请按「说完了」。
        陈美玲 ← 投诉
          情况：三楼办公室的空调不制冷
          类别：空调通风
          地点：1号楼 1层 101
          发生时间：未说明
          希望：未说明
          期望时间：未说明
        陈美玲 ← 投诉 TGN-6WC9 已登记
          给您添麻烦了，很抱歉。谢谢您告诉我们。
          情况：三楼办公室的空调不制冷
          已转给工程部。

          接下来：
          · 5分钟内由工程部签收
          · 最迟 11月19日 09:10 给您结果
          · 有了结果，再回访听您的意见

          现在：等工程部签收
          [复制编号] [补充]
          [催一下] [撤回]
        工程部 ← 处理单 TGN-6WC9 · 投诉
          类别：空调通风
          地点：1号楼 1层
          登记：11月17日 09:10
          签收期限：11月17日 09:15
          办结期限：11月19日 09:10
          状态：待签收
          [签收]
          [不归本部门] [备注]
        园区服务中心 ← 投诉 TGN-6WC9
          类别：空调通风
          地点：1号楼 1层
          级别：一般
          部门：工程部
          登记：11月17日 09:10
          签收期限：11月17日 09:15
          办结期限：11月19日 09:10
          状态：待签收
          [更正] [约定时间]
          [问业主] [备注]
          [查看全单] [更多…]
        ");
    })
    .await;
}

#[tokio::test]
async fn from_the_signature_to_the_result_in_chinese() {
    World::run(ZhHans, async |world| {
        let (owner, crew, head) =
            (world.person("owner"), world.person("crew"), world.person("head"));
        let group = world.room("engineering");
        world.complaint("三楼办公室的空调不制冷").await;
        world.said();
        assert_eq!(crew.presses(group, "签收").await, "已签收，全单已发到您的私聊。");
        insta::assert_snapshot!(world.said(), @"
        陈美玲 ↻ 投诉 TGN-6WC9 已登记
          给您添麻烦了，很抱歉。谢谢您告诉我们。
          情况：三楼办公室的空调不制冷

          现在：工程部正在办理
          经办人：王强
          最迟 11月19日 09:10 给您结果
          [复制编号] [补充]
          [给经办人留言]
          [催一下] [撤回]
        陈美玲 ← TGN-6WC9：工程部王强已签收。
          最迟 11月19日 09:10 给您结果。
        王强 ← 处理单 TGN-6WC9 · 全单
          只给经办人看，请勿转发。

          业主：陈美玲
          地址：1号楼 1层 101
          （单元为自述，未核实）
          电话：+8613800001001
          类别：空调通风
          登记：11月17日 09:10
          来源：聊天
          安排期限：11月18日 09:10
          办结期限：11月19日 09:10

          内容：
          三楼办公室的空调不制冷
          [出发] [到场] [完成]
          [问业主] [给业主留言]
          [备注] [不归本部门]
          [更多…]
          [打印处理单]
        工程部 ↻ 处理单 TGN-6WC9 · 投诉
          类别：空调通风
          地点：1号楼 1层
          登记：11月17日 09:10
          安排期限：11月18日 09:10
          办结期限：11月19日 09:10
          状态：已接单
          王强：11月17日 09:10 签收并接单
          [出发] [到场] [完成]
          [问业主] [给业主留言]
          [备注] [查看全单] [不归本部门]
          [更多…]
        园区服务中心 ↻ 投诉 TGN-6WC9
          类别：空调通风
          地点：1号楼 1层
          级别：一般
          部门：工程部
          登记：11月17日 09:10
          安排期限：11月18日 09:10
          办结期限：11月19日 09:10
          状态：已接单
          王强：11月17日 09:10 签收并接单
          [更正] [约定时间]
          [备注] [查看全单]
          [更多…]
        ");
        crew.reports(group, "更换了室外机风机").await;
        insta::assert_snapshot!(owner.heard(), @"
        陈美玲 ↻ 投诉 TGN-6WC9 已登记
          给您添麻烦了，很抱歉。谢谢您告诉我们。
          情况：三楼办公室的空调不制冷

          现在：已有处理结果，等您确认
          经办人：王强
          [复制编号] [补充]
          [给经办人留言]
          [我有异议]
        陈美玲 ← <photo> TGN-6WC9 的处理结果照片
        陈美玲 ← TGN-6WC9：让您久等了，处理结果如下。
          结果：更换了室外机风机
          原因：设备老化
          补救：当场修好，业主已试用

          问题解决了吗？
          [解决了] [部分解决]
          [没解决]
        ");
        insta::assert_snapshot!(head.heard(), @"
        李国栋 ← TGN-6WC9：结果已报回，请您签字认可。
          结果：更换了室外机风机
          原因：设备老化
          补救：当场修好，业主已试用
          [负责人签字]
          [退回重办] [备注]
        ");
    })
    .await;
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "what people read is read as a whole")]
async fn from_the_confirmation_to_the_archive_in_chinese() {
    World::run(ZhHans, async |world| {
        let (owner, head) = (world.person("owner"), world.person("head"));
        world.reported("三楼办公室的空调不制冷").await;
        world.said();
        owner.taps("解决了").await;
        head.taps("负责人签字").await;
        world.pass(TimeDelta::hours(25)).await;
        insta::assert_snapshot!(world.said(), @"
        陈美玲 ↻ 投诉 TGN-6WC9 已登记
          给您添麻烦了，很抱歉。谢谢您告诉我们。
          情况：三楼办公室的空调不制冷

          现在：您已确认解决，正在收尾
          经办人：王强
          [复制编号] [补充]
          [给经办人留言]
          [我有异议]
        陈美玲 ↻ TGN-6WC9：让您久等了，处理结果如下。
          结果：已更换配件,恢复正常
          原因：设备老化
          补救：当场修好，业主已试用

          TGN-6WC9：谢谢您的确认。过些时候我们会再回访您一次。
        陈美玲 ← 回访 TGN-6WC9
          事情已办完，想听听您的看法，只有几个问题。

          问题解决了吗？
          [解决了] [部分解决]
          [没解决]
          [以后不用问我]
        李国栋 ↻ TGN-6WC9：处理结果
          结果：已更换配件,恢复正常
          原因：设备老化
          补救：当场修好，业主已试用

          TGN-6WC9：已签字认可。
        工程部 ↻ 处理单 TGN-6WC9 · 投诉
          类别：空调通风
          地点：1号楼 1层
          登记：11月17日 09:10
          状态：已报结果
          经办人：王强
          结果报回：11月17日 09:10
          业主：已确认解决
          负责人：李国栋 11月17日 09:10 已签字
          回访：已发问卷
          [备注]
        园区服务中心 ↻ 投诉 TGN-6WC9
          类别：空调通风
          地点：1号楼 1层
          级别：一般
          部门：工程部
          登记：11月17日 09:10
          状态：已报结果
          经办人：王强
          结果报回：11月17日 09:10
          业主：已确认解决
          负责人：李国栋 11月17日 09:10 已签字
          回访：已发问卷
          [备注] [查看全单]
          [更多…]
        ");
        for label in ["解决了", "满意", "满意", "满意"] {
            owner.taps(label).await;
        }
        owner.says("来得很快,谢谢。").await;
        insta::assert_snapshot!(world.said(), @"
        陈美玲 ↻ 投诉 TGN-6WC9 已登记
          给您添麻烦了，很抱歉。谢谢您告诉我们。
          情况：三楼办公室的空调不制冷

          现在：已办结
          经办人：王强
          [复制编号] [回首页]
          [我有异议]
        陈美玲 ↻ 回访 TGN-6WC9
          问题：解决了
          结果：满意
          态度：满意
          速度：满意
          想说的：来得很快,谢谢。

          谢谢您的回答。
          答错了也没关系，11月18日 22:10 前可以修改。
          [修改回答]
        陈美玲 ← TGN-6WC9 已办结。给您添了麻烦，再次致歉；谢谢您帮我们做得更好。
          [我有异议]
        工程部 ↻ 处理单 TGN-6WC9 · 投诉
          类别：空调通风
          地点：1号楼 1层
          登记：11月17日 09:10
          状态：已归档
          经办人：王强
          结果报回：11月17日 09:10
          业主：已确认解决
          负责人：李国栋 11月17日 09:10 已签字
          回访：已答
        园区服务中心 ↻ 投诉 TGN-6WC9
          类别：空调通风
          地点：1号楼 1层
          级别：一般
          部门：工程部
          登记：11月17日 09:10
          状态：已归档
          经办人：王强
          结果报回：11月17日 09:10
          业主：已确认解决
          负责人：李国栋 11月17日 09:10 已签字
          回访：已答
          [查看全单] [更多…]
        ");
        assert_eq!(world.stages().await, "archived");
    })
    .await;
}

/// What an owner must have read by the end, whatever the language.
struct Said {
    story: &'static str,
    registered: &'static str,
    signed: &'static str,
    result: &'static str,
    fixed: &'static str,
    thanks: &'static str,
}

async fn the_good_case(language: Language, said: Said) {
    Box::pin(World::run(language, async |world| {
        let (owner, head) = (world.person("owner"), world.person("head"));
        let number = world.reported(said.story).await;
        for words in [said.registered, said.signed, said.result] {
            assert!(owner.has_read(words), "{words}:\n{}", owner.reads());
        }
        owner.taps(said.fixed).await;
        head.acts(head.account, huiyin::button::Act::SignOff).await;
        world.pass(TimeDelta::hours(25)).await;
        for label in all_is_well(language) {
            owner.taps(label).await;
        }
        assert!(owner.has_read(&format!("{number}{}", said.thanks)), "{}", owner.reads());
        assert_eq!(world.stages().await, "archived");
    }))
    .await;
}

/// S0-01: every step of the core, from the apology to the archive.
#[tokio::test]
async fn the_good_case_in_simplified_chinese() {
    the_good_case(
        ZhHans,
        Said {
            story: "电梯停在三楼不动",
            registered: "已登记",
            signed: "工程部王强已签收",
            result: "处理结果",
            fixed: "解决了",
            thanks: " 已办结。",
        },
    )
    .await;
}

/// S1-01: taken in, classified, looked into, planned, done, archived.
#[tokio::test]
async fn the_good_case_in_traditional_chinese() {
    the_good_case(
        ZhHant,
        Said {
            story: "電梯停在三樓不動",
            registered: "已登記",
            signed: "工程部王強已簽收",
            result: "處理結果",
            fixed: "解決了",
            thanks: " 已結案。",
        },
    )
    .await;
}

#[tokio::test]
async fn the_good_case_in_english() {
    the_good_case(
        En,
        Said {
            story: "The lift rattles",
            registered: " is registered",
            signed: "Qiang Wang of Engineering has signed for it",
            result: "thank you for waiting. This is the result",
            fixed: "Solved",
            thanks: " is closed.",
        },
    )
    .await;
}
