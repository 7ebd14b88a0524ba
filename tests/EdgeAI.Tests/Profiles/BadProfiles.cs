namespace EdgeAI.Tests.Profiles;

/// <summary>The table of bad profiles.</summary>
internal static partial class BadProfiles
{
    /// <summary>Mistakes of sense, which no schema can say.</summary>
    public static BadProfile[] OfSense { get; } =
    [
        new(
            "{ \"name\": \"head_i2c\", \"kind\": \"simulated\" }", "{ \"name\": \"hand_i2c\", \"kind\": \"simulated\" }",
            "8:15 $.buses[1].name: 'hand_i2c' is taken by $.buses[0].name (line 7); give each bus a name of its own",
            "20:74 $.boards[1].sensors[0].bus: there is no bus 'head_i2c'; did you mean 'hand_i2c'?"),
        new(
            "{ \"name\": \"head_i2c\", \"kind\": \"simulated\" }", "{ \"name\": \"head_i2c\", \"kind\": \"linux-i2c\", \"path\": \"/dev/i2c-1\" }",
            "8:35 $.buses[1].kind: a simulated robot has no real bus: its readings would be marked as simulated; use 'simulated', or set robot.simulated to false"),
        new(
            "{ \"name\": \"head_i2c\", \"kind\": \"simulated\" }", "{ \"name\": \"head_i2c\", \"kind\": \"simulated\", \"path\": \"/dev/i2c-1\" }",
            "8:48 $.buses[1].path: 'path' means nothing to a simulated bus; remove it"),
        new(
            "\"id\": \"r1\", \"simulated\": true", "\"id\": \"r1\", \"simulated\": false",
            "7:35 $.buses[0].kind: a real robot has no simulated bus: a simulated reading may never pass as a real one; use 'linux-i2c', or set robot.simulated to true",
            "8:35 $.buses[1].kind: a real robot has no simulated bus: a simulated reading may never pass as a real one; use 'linux-i2c', or set robot.simulated to true",
            "12:55 $.boards[0].sensors[0].driver: 'simulated-hand' makes its readings up, and a simulated reading may never pass as a real one; use a chip's driver, or set robot.simulated to true",
            "21:56 $.boards[1].sensors[1].driver: 'simulated-wrist' makes its readings up, and a simulated reading may never pass as a real one; use a chip's driver, or set robot.simulated to true"),
        new(
            "\"id\": 2, \"name\": \"head\"", "\"id\": 1, \"name\": \"head\"",
            "19:13 $.boards[1].id: 1 is taken by $.boards[0].id (line 11); give each board a number of its own"),
        new(
            "\"id\": 2, \"name\": \"head\"", "\"id\": 2, \"name\": \"hand\"",
            "19:24 $.boards[1].name: 'hand' is taken by $.boards[0].name (line 11); give each board a name of its own"),
        new(
            "\"stream\": 2, \"name\": \"hand/touch\"", "\"stream\": 1, \"name\": \"hand/touch\"",
            "14:19 $.boards[0].sensors[1].stream: 1 is taken by $.boards[0].sensors[0].stream (line 12); give each stream of a board a number of its own"),
        new(
            "\"name\": \"hand/grasp\"", "\"name\": \"hand/force\"",
            "25:28 $.stages[0].name: 'hand/force' is taken by $.boards[0].sensors[2].name (line 16); give each stream a name of its own"),
        new(
            "\"stream\": 4, \"name\": \"hand/touched\"", "\"stream\": 3, \"name\": \"hand/touched\"",
            "29:17 $.stages[3].stream: 3 is taken by $.stages[2].stream (line 28); give each camera and each stage a stream number of its own"),
        new(
            "\"bus\": \"head_i2c\"", "\"bus\": \"head_i2\"",
            "20:74 $.boards[1].sensors[0].bus: there is no bus 'head_i2'; did you mean 'head_i2c'?"),
        new(
            "\"bus\": \"head_i2c\"", "\"bus\": \"spi\"",
            "20:74 $.boards[1].sensors[0].bus: there is no bus 'spi'; add it to $.buses"),
        new(
            "\"bus\": \"head_i2c\"", "\"bus\": \"hand_i2c\"",
            "20:74 $.boards[1].sensors[0].bus: 'hand_i2c' belongs to $.boards[0] already: one thread drives a bus; move the sensor to that board, or give this board a bus of its own"),
        new(
            "\"bus\": \"hand_i2c\", \"address\": \"0x5A\"", "\"bus\": \"hand_i2c\"",
            "14:7 $.boards[0].sensors[1]: driver 'mpr121' needs 'address', which is missing; add it"),
        new(
            "\"driver\": \"simulated-hand\"", "\"driver\": \"simulated-hand\", \"address\": \"0x5A\"",
            "12:73 $.boards[0].sensors[0].address: 'address' means nothing to driver 'simulated-hand'; remove it"),
        new(
            "\"0x5A\"", "\"0x2B\"",
            "14:94 $.boards[0].sensors[1].address: 'mpr121' cannot be set to '0x2B'; use '0x5A', '0x5B', '0x5C' or '0x5D'"),
        new(
            "\"0x5A\"", "\"0x2a\"",
            "14:94 $.boards[0].sensors[1].address: 'mpr121' cannot be set to '0x2a'; use '0x5A', '0x5B', '0x5C' or '0x5D'",
            "16:95 $.boards[0].sensors[2].address: '0x2A' on bus 'hand_i2c' is taken by $.boards[0].sensors[1] (line 14); set the chip to another address, or use another bus"),
        new(
            "\"rateHz\": 10, \"frame\": \"thermal_optical\"", "\"rateHz\": 30, \"frame\": \"thermal_optical\"",
            "20:115 $.boards[1].sensors[0].rateHz: 'amg8833' does not sample at 30 Hz; write 1 or 10"),
        new(
            "\"rateHz\": 100, \"frame\": \"r_palm\"", "\"rateHz\": 251, \"frame\": \"r_palm\"",
            "15:19 $.boards[0].sensors[1].rateHz: 'mpr121' does not sample at 251 Hz; write at most 250"),
        new(
            ", \"gain\": 128", "",
            "16:7 $.boards[0].sensors[2]: driver 'nau7802' needs 'gain', which is missing; add it"),
        new(
            "\"scaleMantissa\": 1", "\"scaleMantissa\": 0",
            "18:43 $.boards[0].sensors[2].calibration.scaleMantissa: a scale of 0 makes every reading 0; write what one count is worth, negative where the bridge is wired the other way round"),
        new(
            "\"capacity\": 8, \"policy\": \"drop-oldest\"", "\"capacity\": 8, \"policy\": \"latest-only\"",
            "15:66 $.boards[0].sensors[1].queue.capacity: 'latest-only' holds one entry, not 8; write 1, or choose 'drop-oldest'"),
        new(
            "\"capacity\": 8, \"policy\": \"drop-oldest\"", "\"capacity\": 8, \"policy\": \"every-nth\"",
            "15:52 $.boards[0].sensors[1].queue: a queue with the policy 'every-nth' needs 'every', which is missing; add it"),
        new(
            "\"capacity\": 8, \"policy\": \"drop-oldest\"", "\"capacity\": 8, \"policy\": \"drop-oldest\", \"every\": 4",
            "15:94 $.boards[0].sensors[1].queue.every: 'every' means nothing to a queue with the policy 'drop-oldest'; remove it"),
        new(
            "\"capacity\": 8192, \"policy\": \"drop-oldest\"", "\"capacity\": 8192, \"policy\": \"every-nth\", \"every\": 2",
            "32:45 $.outbound.policy: every stream leaves through this queue, and 'every-nth' would tear holes into all of them; choose 'drop-oldest'"),
        new(
            "\"capacity\": 8192, \"policy\": \"drop-oldest\"", "\"capacity\": 8192, \"policy\": \"block\"",
            "32:45 $.outbound.policy: every graph thread and the watchdog would wait for the gateway; choose 'drop-oldest' (a replay waits by itself)"),
        new(
            "\"frame\": \"r_palm\"", "\"frame\": \"r_gripper\", \"mount\": { \"parent\": \"r_taxels\", \"xyz\": [0, 0, 0], \"rpy\": [0, 0, 0] }",
            "15:67 $.boards[0].sensors[1].mount.parent: the mounts go round in a circle: 'r_gripper' sits on 'r_taxels', which sits on it; end the chain at a frame of the robot, such as 'base_link'"),
        new(
            "\"frame\": \"r_palm\"", "\"frame\": \"r_taxels\", \"mount\": { \"parent\": \"r_gripper\", \"xyz\": [0, 0, 0], \"rpy\": [0, 0, 0] }",
            "15:54 $.boards[0].sensors[1].mount: frame 'r_taxels' is mounted elsewhere in $.boards[0].sensors[0].mount (line 13); state one mount for it, or name another frame"),
        new(
            "\"folder\": \"grasp\" }", "\"folder\": \"grasp\", \"providers\": [\"cuda\", \"cuda\"] }",
            "23:75 $.models[0].providers[1]: 'cuda' stands in the list already; name each provider once"),
        new(
            "\"folder\": \"grasp\" }", "\"folder\": \"grasp\", \"providerOptions\": [ { \"provider\": \"cuda\", \"name\": \"device_id\", \"value\": \"0\" } ] }",
            "23:88 $.models[0].providerOptions[0].provider: 'cuda' is not in the model's 'providers'; add it there or remove the option"),
        new(
            "\"folder\": \"grasp\" }", "\"folder\": \"grasp\", \"providers\": [\"cuda\"], \"providerOptions\": [ { \"provider\": \"cuda\", \"name\": \"a\", \"value\": \"0\" }, { \"provider\": \"cuda\", \"name\": \"a\", \"value\": \"1\" } ] }",
            "23:178 $.models[0].providerOptions[1].name: 'a' of 'cuda' is set already; write each option once"),
        new(
            "\"model\": \"failure\"", "\"model\": \"failures\"",
            "26:105 $.stages[1].model: there is no model 'failures'; did you mean 'failure'?"),
        new(
            "\"model\": \"failure\"", "\"model\": \"speech\"",
            "26:105 $.stages[1].model: there is no model 'speech'; add it to $.models"),
        new(
            "\"models\": [ { \"name\": \"grasp\", \"folder\": \"grasp\" }", "\"models\": [ { \"name\": \"grasp\", \"folder\": \"grasp\", \"stored\": \"grasp\" }",
            "23:15 $.models[0]: a model lies in a folder or in the model store; give it one of 'folder' and 'stored'"),
        new(
            "\"models\": [ { \"name\": \"grasp\", \"folder\": \"grasp\" }", "\"models\": [ { \"name\": \"grasp\" }",
            "23:15 $.models[0]: a model lies in a folder or in the model store; give it one of 'folder' and 'stored'"),
        new(
            ", \"model\": \"failure\"", "",
            "26:5 $.stages[1]: a 'wrench-failure' stage needs 'model', which is missing; add it"),
        new(
            "\"kind\": \"touch\",", "\"kind\": \"touch\", \"model\": \"grasp\",",
            "29:61 $.stages[3].model: 'model' means nothing to a 'touch' stage; remove it"),
        new(
            "\"input\": \"hand/touch\"", "\"input\": \"hand/toch\"",
            "29:70 $.stages[3].input: there is no stream 'hand/toch'; did you mean 'hand/touch'?"),
        new(
            "\"input\": \"hand/touch\"", "\"input\": \"hand/grasp\"",
            "29:70 $.stages[3].input: a 'touch' stage takes TactileArray, but 'hand/grasp' ('grasp-stability') answers with Classification; name a stream of TactileArray"),
        new(
            "\"input\": \"hand/touch\"", "\"input\": \"hand/touched\"",
            "29:70 $.stages[3].input: the stages go round in a circle: 'hand/touched' takes 'hand/touched'; end the chain at a sensor's stream"),
        new(
            "\"input\": \"hand/touch\", ", "",
            "29:5 $.stages[3]: a 'touch' stage needs 'input', which is missing; add it"),
        new(
            "\"input\": \"hand/touch\"", "\"inputs\": [\"hand/touch\", \"hand/taxels\"]",
            "29:5 $.stages[3]: a 'touch' stage needs 'input', which is missing; add it",
            "29:61 $.stages[3].inputs: 'inputs' means nothing to a 'touch' stage; remove it"),
        new(
            "\"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50 },\n    { \"stream\": 5, \"name\": \"hand/grips\", \"kind\": \"force\", \"input\": \"hand/force\"",
            "\"input\": \"hand/grips\", \"allowedAgeMilliseconds\": 50 },\n    { \"stream\": 5, \"name\": \"hand/grips\", \"kind\": \"force\", \"input\": \"hand/touched\"",
            "29:70 $.stages[3].input: a 'touch' stage takes TactileArray, but 'hand/grips' ('force') answers with PerceptionEvent; name a stream of TactileArray",
            "30:68 $.stages[4].input: the stages go round in a circle: 'hand/touched' takes 'hand/grips' takes 'hand/touched'; end the chain at a sensor's stream"),
        new(
            "\"input\": \"hand/touch\"", "\"input\": \"hand/taxels\"",
            "29:70 $.stages[3].input: a 'touch' stage takes the chip's own decision on touch, and 'hand/taxels' ('simulated-hand') makes none; name a stream of 'mpr121'"),
        new(
            "\"input\": \"hand/touch\"", "\"input\": \"head/thermal\"",
            "29:70 $.stages[3].input: a 'touch' stage takes TactileArray, but 'head/thermal' ('amg8833') gives Image; name a stream of TactileArray"),
        new(
            "\"kind\": \"touch\", \"input\": \"hand/touch\"", "\"kind\": \"wrench-frame\", \"input\": \"wrist/wrench\"",
            "29:5 $.stages[3]: a 'wrench-frame' stage needs 'frame', which is missing; add it",
            "29:77 $.stages[3].input: a 'wrench-frame' stage takes newton, and 'wrist/wrench' gives raw counts; name a stream of newton"),
        new(
            "\"kind\": \"touch\", \"input\": \"hand/touch\"", "\"kind\": \"wrench-frame\", \"frame\": \"map\", \"input\": \"wrist/wrench\"",
            "29:77 $.stages[3].frame: no mounts join frame 'r_wrench', which is mounted nowhere, and frame 'map', which is mounted nowhere; mount both under one frame",
            "29:93 $.stages[3].input: a 'wrench-frame' stage takes newton, and 'wrist/wrench' gives raw counts; name a stream of newton"),
        new(
            "\"kind\": \"touch\", \"input\": \"hand/touch\"", "\"kind\": \"orientation\", \"input\": \"wrist/wrench\"",
            "29:76 $.stages[3].input: a 'orientation' stage takes Imu, but 'wrist/wrench' ('simulated-wrist') gives WrenchStamped; name a stream of Imu"),
        new(
            "\"kind\": \"touch\", \"input\": \"hand/touch\"", "\"kind\": \"wrench-contact\", \"input\": \"wrist/wrench\"",
            "29:5 $.stages[3]: a 'wrench-contact' stage needs 'thresholdNewton', which is missing; add it",
            "29:79 $.stages[3].input: a 'wrench-contact' stage takes newton, and 'wrist/wrench' gives raw counts; name a stream of newton"),
        new(
            "\"kind\": \"touch\", \"input\": \"hand/touch\"", "\"kind\": \"tool-weight\", \"join\": \"greedy\", \"toolKilogram\": 1, \"toolCentre\": [0, 0, 0], \"inputs\": [\"wrist/wrench\", \"hand/force\"]",
            "29:140 $.stages[3].inputs[0]: a 'tool-weight' stage takes newton, and 'wrist/wrench' gives raw counts; name a stream of newton",
            "29:156 $.stages[3].inputs[1]: a 'tool-weight' stage takes Imu, but 'hand/force' ('nau7802') gives ForceStamped; name a stream of Imu"),
        new(
            "\"kind\": \"touch\", \"input\": \"hand/touch\"", "\"kind\": \"thermal-image\", \"emissivity\": 0.98, \"inputs\": [\"head/thermal\", \"head/thermal\"]",
            "29:100 $.stages[3].inputs[0]: a 'thermal-image' stage takes the pages and the EEPROM of an MLX90640; name here a stream of 'mlx90640'"),
        new(
            "\"activity\": \"motion-with-part\", \"allowedAge", "\"activity\": \"transfer-of-part\", \"allowedAge",
            "27:19 $.stages[1].activity: the stage watches for 'transfer-of-part', and 'wrist/wrench' simulates 'motion-with-part'; name the same activity in both"),
        new(
            "\"unit\": \"newton\"", "\"unit\": \"count\"",
            "30:68 $.stages[4].input: a 'force' stage takes newton, and 'hand/force' is calibrated in raw counts; calibrate the sensor with \"unit\": \"newton\""),
        new(
            "\"host\": \"127.0.0.1\", \"port\": 18830", "\"host\": \"0.0.0.0\", \"port\": 18830",
            "33:36 $.gateway.host: the first listener has no TLS and listens on loopback only, not on '0.0.0.0'; write '127.0.0.1', and add one with TLS to 'listeners'"),
        new(
            "\"port\": 18830, \"embedded\": true", "\"port\": 0, \"embedded\": false",
            "33:57 $.gateway.port: port 0 lets an embedded gateway choose, and this one runs by itself; write the port that it listens on"),
        new(
            "\"port\": 18840", "\"port\": 18830",
            "34:63 $.gateway.uplink.upstreams[0].port: the first listener of the gateway itself is at port 18830, so it would forward to itself; give one of the two another port"),
        new(
            "\"host\": \"127.0.0.1\", \"port\": 18840", "\"host\": \"city.example\", \"port\": 18840",
            "34:42 $.gateway.uplink.upstreams[0].host: the city's stand-in has no TLS and listens on loopback only, not on 'city.example'; write '127.0.0.1'"),
        new(
            "\"spool\": { \"folder\": \"spool\" },\n    \"uplink\": { \"upstreams\": [ { \"host\": \"127.0.0.1\", \"port\": 18840 } ], \"window\": 16, \"trimBy\": \"puback\" } },", "\"spool\": { \"folder\": \"spool\" } },",
            "34:24 $.city.standIn: the city's stand-in listens at the first of gateway.uplink.upstreams, which is missing; add it, or write false"),
        new(
            "\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true }, \"recording\": { \"leaveOut\": [\"head/thermals\"] }",
            "35:60 $.recording.leaveOut[0]: there is no stream 'head/thermals'; did you mean 'head/thermal'?"),
        new(
            "\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true }, \"recording\": { \"rawImages\": true }",
            "35:60 $.recording.rawImages: no camera lets raw images leave; write \"images\": \"raw\" at one, or remove it"),
        new(
            "\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true }, \"recording\": { \"splitMinutes\": -1 }",
            "35:63 $.recording.splitMinutes: -1 is out of range; write a whole number from 0 to 10080"),
        new(
            "\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true }, \"outlets\": { \"ring\": \"/dev/shm/r1\", \"sockets\": [ \"/run/arm\", \"/dev/shm/r1\" ] }",
            "35:93 $.outlets.sockets[1]: '/dev/shm/r1' is taken by $.outlets.ring (line 35); give each way out a path of its own"),
        new(
            "\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true }, \"outlets\": {}",
            "35:43 $.outlets: names no way out; add \"ring\" or \"sockets\", or remove it"),
    ];

    /// <summary>Text that is no JSON, or JSON that says a thing twice.</summary>
    public static BadProfile[] OfSyntax { get; } =
    [
        new(
            "\"version\": 1,", "\"version\": 1",
            "3:3 $: a comma or a colon is missing before this text; add it"),
        new(
            "\"city\": { \"standIn\": true }", "\"threads\": [ { \"name\": \"graph\", \"scheduling\": \"fifo\" } ],\n  \"city\": { \"standIn\": true }",
            "35:16 $.threads[0]: a 'fifo' thread needs 'priority', which is missing; add \"priority\": a whole number from 1 to 99"),
        new(
            "\"city\": { \"standIn\": true }", "\"threads\": [ { \"name\": \"graph\", \"priority\": 50 } ],\n  \"city\": { \"standIn\": true }",
            "35:47 $.threads[0].priority: 'priority' means nothing to a 'normal' thread; remove it, or write \"scheduling\": \"fifo\""),
        new(
            "\"city\": { \"standIn\": true }", "\"watchdog\": { \"warnMilliseconds\": 100, \"degradeMilliseconds\": 100, \"safeStateMilliseconds\": 50 },\n  \"city\": { \"standIn\": true }",
            "35:65 $.watchdog.degradeMilliseconds: 100 is not after warnMilliseconds (100); the watchdog warns, then degrades, then declares the safe state: write a later one"),
        new(
            "\"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50", "\"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50, \"onMiss\": \"skip\"",
            "29:114 $.stages[3].onMiss: 'onMiss' means nothing without 'deadlineMilliseconds'; remove it"),
        new(
            "\"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50", "\"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50, \"deadlineMilliseconds\": 5, \"onMiss\": \"degrade\"",
            "29:151 $.stages[3].onMiss: a stage that degrades needs 'alternative', which is missing; name a cheaper stage with the same input"),
        new(
            "\"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50", "\"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50, \"deadlineMilliseconds\": 5, \"onMiss\": \"skip\", \"alternative\": \"hand/grips\"",
            "29:159 $.stages[3].alternative: 'alternative' means nothing where \"onMiss\" is \"skip\"; remove it",
            "29:174 $.stages[3].alternative: 'hand/grips' cannot stand in: it takes other inputs; name a stage with the same input"),
        new(
            "\"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50", "\"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50, \"deadlineMilliseconds\": 5, \"onMiss\": \"degrade\", \"alternative\": \"hand/touched\"",
            "29:177 $.stages[3].alternative: 'hand/touched' cannot stand in: it is the stage itself; name a cheaper stage that has none"),
        new(
            "\"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50", "\"input\": \"hand/touch\", \"allowedAgeMilliseconds\": 50, \"deadlineMilliseconds\": 5, \"onMiss\": \"degrade\", \"alternative\": \"hand/grip\"",
            "29:177 $.stages[3].alternative: there is no stage 'hand/grip'; did you mean 'hand/grips'?"),
        new(
            "\"kind\": \"touch\", \"input\": \"hand/touch\"", "\"kind\": \"tool-weight\", \"join\": \"reproducible\", \"deadlineMilliseconds\": 5, \"toolKilogram\": 1, \"toolCentre\": [0, 0, 0], \"inputs\": [\"wrist/wrench\", \"hand/force\"]",
            "29:115 $.stages[3].deadlineMilliseconds: a stage with \"join\": \"reproducible\" answers after it has waited for its other inputs, which a deadline does not see; remove it: 'allowedAgeMilliseconds' bounds that wait",
            "29:173 $.stages[3].inputs[0]: a 'tool-weight' stage takes newton, and 'wrist/wrench' gives raw counts; name a stream of newton",
            "29:189 $.stages[3].inputs[1]: a 'tool-weight' stage takes Imu, but 'hand/force' ('nau7802') gives ForceStamped; name a stream of Imu"),
        new(
            "\"city\": { \"standIn\": true }", "\"threads\": [ { \"name\": \"a\" }, { \"name\": \"b\", \"boards\": [\"hand\", \"hed\"] } ],\n  \"city\": { \"standIn\": true }",
            "35:67 $.threads[1].boards[1]: there is no board 'hed'; did you mean 'head'?"),
        new(
            "\"city\": { \"standIn\": true }", "\"threads\": [ { \"name\": \"a\", \"boards\": [\"hand\"] }, { \"name\": \"b\", \"boards\": [\"hand\"] } ],\n  \"city\": { \"standIn\": true }",
            "35:79 $.threads[1].boards[0]: 'hand' is taken by $.threads[0].boards[0] (line 35); give each board a thread of its own"),
        new(
            "\"version\": 1,", "\"version\" 1,",
            "2:13 $: no valid JSON: '1' is invalid after a property name. Expected a ':'; mend it here"),
        new(
            "\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true },",
            "36:1 $: a comma too many, or a value is missing before this bracket; remove the comma or add the value"),
        new(
            "\"version\": 1,", "// the format\n  \"version\": 1,",
            "2:3 $: JSON has no comments; remove it, or say it in \"description\""),
        new(
            "\"name\": \"sample\"", "'name': \"sample\"",
            "3:3 $: JSON quotes with \"; replace the '"),
        new(
            "\"name\": \"sample\"", "\"name\": sample",
            "3:11 $.name: only text in double quotes, numbers, true, false, null, { and [ can stand here; quote it or write a number"),
        new(
            "\"rateHz\": 80", "\"rateHz\": NaN",
            "17:19 $.boards[0].sensors[2].rateHz: only text in double quotes, numbers, true, false, null, { and [ can stand here; quote it or write a number"),
        new(
            "\"rateHz\": 80", "\"rateHz\": 1e999",
            "17:19 $.boards[0].sensors[2].rateHz: '1e999' is beyond what a number can hold; write a smaller one"),
        new(
            "\"rateHz\": 80", "\"rateHz\": 080",
            "17:20 $.boards[0].sensors[2].rateHz: no valid JSON: Invalid leading zero before '8'; mend it here"),
        new(
            "\"site\": \"lab\",", "\"site\": \"lab\", \"site\": \"home\",",
            "4:18 $.site: 'site' stands twice, first in line 4; remove one of the two"),
        new(
            "\"city\": { \"standIn\": true }\n}", "\"city\": { \"standIn\": true }",
            "36:1 $: the file ends in the middle; close what is open with } and ]"),
        new(
            "\"city\": { \"standIn\": true }\n}", "\"city\": { \"standIn\": true }\n}}",
            "36:2 $: the document ends before this; remove what follows"),
        new(
            "\"name\": \"sample\"", "\"name\": \"sam\\uD800ple\"",
            "3:11 $.name: the text holds half of a surrogate pair; write the whole character"),
        new(
            "\"name\": \"sample\"", "\"name\": \"sam\\u001b[31mple\"",
            "3:11 $.name: 'sam\\u001B[31mple' is no name; use a-z, 0-9, _ and -, and start with a letter or a digit"),
    ];
}
