namespace EdgeAI.Tests.Profiles;

/// <summary>The table of bad profiles.</summary>
internal static partial class BadProfiles
{
    /// <summary>Mistakes of shape, which the schema alone refuses as well.</summary>
    public static BadProfile[] OfShape { get; } =
    [
        new(
            "\"spool\": { \"folder\": \"spool\" },", "\"spool\": { \"folder\": \"spool\" }, \"policy\": { \"revision\": 0 },",
            "33:138 $.gateway.policy.revision: 0 is out of range; write a whole number from 1 to 2147483647"),
        new(
            "\"spool\": { \"folder\": \"spool\" },", "\"spool\": { \"folder\": \"spool\" }, \"policy\": { \"revision\": 1, \"rules\": [ { \"name\": \"a\", \"message\": \"Image\", \"leaves\": false } ] },",
            "33:178 $.gateway.policy.rules[0].message: 'Image' is none of the choices; did you mean 'image'?"),
        new(
            "\"version\": 1", "\"version\": 2",
            "2:14 $.version: 2 is none of the choices; write 1"),
        new(
            "\"site\": \"lab\",", "",
            "1:1 $: 'site' is missing; add \"site\": a text in double quotes"),
        new(
            "\"simulated\": true }", "\"simulated\": \"yes\" }",
            "5:39 $.robot.simulated: 'yes' is no flag; write true or false, without quotes"),
        new(
            "\"id\": \"r1\"", "\"id\": \"Robot 1\"",
            "5:20 $.robot.id: 'Robot 1' is no name; use a-z, 0-9, _ and -, and start with a letter or a digit"),
        new(
            "\"id\": 2, \"name\": \"head\"", "\"id\": 0, \"name\": \"head\"",
            "19:13 $.boards[1].id: 0 is out of range; write a whole number from 1 to 65534"),
        new(
            "\"id\": 2, \"name\": \"head\"", "\"id\": 2.5, \"name\": \"head\"",
            "19:13 $.boards[1].id: 2.5 is no whole number; write a whole number from 1 to 65534"),
        new(
            "\"id\": 2, \"name\": \"head\"", "\"id\": 65536, \"name\": \"head\"",
            "19:13 $.boards[1].id: 65536 is out of range; write a whole number from 1 to 65534"),
        new(
            "\"driver\": \"mpr121\"", "\"driver\": \"mpr112\"",
            "14:54 $.boards[0].sensors[1].driver: 'mpr112' is none of the choices; did you mean 'mpr121'?"),
        new(
            "\"driver\": \"mpr121\"", "\"driver\": \"ds18b20\"",
            "14:54 $.boards[0].sensors[1].driver: 'ds18b20' is none of the choices; write 'amg8833', 'mlx90640', 'mlx90640-eeprom', 'tf-luna', 'vl53l5cx', 'mpr121', 'fsr-matrix', 'bmp390-taxels', 'mlx90393-skin', 'nau7802', 'hx711', 'six-axis', 'ina226', 'lsm6dso', 'bno055', 'bme280-temperature', 'bme280-pressure', 'bme280-humidity', 'sht4x-temperature', 'sht4x-humidity', 'simulated-hand', 'simulated-wrist', 'simulated-arm' or 'simulated-magnetometer'"),
        new(
            "\"0x5A\"", "\"0x7A\"",
            "14:94 $.boards[0].sensors[1].address: '0x7A' is no 7-bit I2C address; use 0x08 to 0x77"),
        new(
            "\"0x5A\"", "\"5A\"",
            "14:94 $.boards[0].sensors[1].address: '5A' is no 7-bit I2C address; use 0x08 to 0x77"),
        new(
            "\"0x5A\"", "90",
            "14:94 $.boards[0].sensors[1].address: 90 is no text; write a text in double quotes"),
        new(
            "\"rateHz\": 100, \"frame\": \"r_palm\"", "\"rateHZ\": 100, \"frame\": \"r_palm\"",
            "15:9 $.boards[0].sensors[1].rateHZ: 'rateHZ' is not known here; did you mean 'rateHz'?"),
        new(
            "\"rateHz\": 80", "\"rateHz\": 0",
            "17:19 $.boards[0].sensors[2].rateHz: 0 is out of range; write a number from 0.01 to 10000"),
        new(
            "\"rateHz\": 80", "\"rateHz\": null",
            "17:19 $.boards[0].sensors[2].rateHz: null is no number; write a number from 0.01 to 10000"),
        new(
            "\"frame\": \"r_palm\"", "\"frame\": \"R Palm\"",
            "15:33 $.boards[0].sensors[1].frame: 'R Palm' is no frame name; use a-z, 0-9 and _, and start with a letter, as in 'base_link'"),
        new(
            "[0.03, 0, 0]", "[0.03, 0]",
            "13:50 $.boards[0].sensors[0].mount.xyz: the list holds 2; give exactly 3"),
        new(
            "[0.03, 0, 0]", "[0.03, \"0\", 0]",
            "13:57 $.boards[0].sensors[0].mount.xyz[1]: '0' is no number; write a number from -1000 to 1000"),
        new(
            "\"gain\": 128", "\"gain\": 100",
            "17:52 $.boards[0].sensors[2].gain: 100 is none of the choices; write 1, 2, 4, 8, 16, 32, 64 or 128"),
        new(
            "\"unit\": \"newton\"", "\"unit\": \"Newton\"",
            "18:75 $.boards[0].sensors[2].calibration.unit: 'Newton' is none of the choices; did you mean 'newton'?"),
        new(
            "\"scaleExponent\": -6", "\"scaleExponent\": -19",
            "18:63 $.boards[0].sensors[2].calibration.scaleExponent: -19 is out of range; write a whole number from -18 to 18"),
        new(
            "\"tareCounts\": 0", "\"tareCounts\": 8388608",
            "18:99 $.boards[0].sensors[2].calibration.tareCounts: 8388608 is out of range; write a whole number from -8388608 to 8388607"),
        new(
            "\"policy\": \"drop-oldest\" } },", "\"policy\": \"drop-oldst\" } },",
            "15:79 $.boards[0].sensors[1].queue.policy: 'drop-oldst' is none of the choices; did you mean 'drop-oldest'?"),
        new(
            "\"capacity\": 8192", "\"capacity\": 0",
            "32:29 $.outbound.capacity: 0 is out of range; write a whole number from 1 to 1048576"),
        new(
            "\"name\": \"hand\", \"sensors\"", "\"name\": \"hand\", \"link\": { \"kind\": \"in-process\", \"capacityBytes\": 4115 }, \"sensors\"",
            "11:81 $.boards[0].link.capacityBytes: 4115 is out of range; write a whole number from 4116 to 16777216"),
        new(
            "\"capacity\": 8192, ", "",
            "32:15 $.outbound: 'capacity' is missing; add \"capacity\": a whole number from 1 to 1048576"),
        new(
            "\"models\": [ { \"name\": \"grasp\", \"folder\": \"grasp\" }", "\"models\": [ { \"name\": \"grasp\", \"folder\": \"\" }",
            "23:44 $.models[0].folder: the text is empty; write at least one character"),
        new(
            "\"folder\": \"grasp\" }", "\"folder\": \"grasp\", \"threads\": 65 }",
            "23:64 $.models[0].threads: 65 is out of range; write a whole number from 1 to 64"),
        new(
            "\"folder\": \"grasp\" }", "\"folder\": \"grasp\", \"providers\": [\"cudaa\"] }",
            "23:67 $.models[0].providers[0]: 'cudaa' is none of the choices; did you mean 'cuda'?"),
        new(
            "\"folder\": \"grasp\" }", "\"folder\": \"grasp\", \"optimisation\": \"al\" }",
            "23:69 $.models[0].optimisation: 'al' is none of the choices; did you mean 'all'?"),
        new(
            "\"models\": [", "\"modelz\": [",
            "23:3 $.modelz: 'modelz' is not known here; did you mean 'models'?"),
        new(
            "\"buses\": [", "\"wires\": [",
            "6:3 $.wires: 'wires' is not known here; remove it; what can stand here is '$schema', 'description', 'buses', 'arms', 'cameras', 'inferenceLibrary', 'modelStore', 'threads', 'watchdog', 'outlets', 'liveView' or 'recording'"),
        new(
            "\"boards\": [", "\"bords\": [",
            "10:3 $.bords: 'bords' is not known here; did you mean 'boards'?"),
        new(
            "\"models\": [", "\"models\": {}, \"modelz\": [",
            "23:13 $.models: an object is no list; write a list in [ ]",
            "23:17 $.modelz: 'modelz' is not known here; remove it; what can stand here is '$schema', 'description', 'arms', 'cameras', 'inferenceLibrary', 'modelStore', 'threads', 'watchdog', 'outlets', 'liveView' or 'recording'"),
        new(
            "\"allowedAgeMilliseconds\": 500", "\"allowedAgeMilliseconds\": 0",
            "27:65 $.stages[1].allowedAgeMilliseconds: 0 is out of range; write a number from 1 to 60000"),
        new(
            "\"port\": 18830", "\"port\": 65536",
            "33:57 $.gateway.port: 65536 is out of range; write a whole number from 0 to 65535"),
        new(
            "\"stream\": 4, \"name\": \"hand/touched\"", "\"stream\": 255, \"name\": \"hand/touched\"",
            "29:17 $.stages[3].stream: 255 is out of range; write a whole number from 1 to 254"),
        new(
            "\"stream\": 2, \"name\": \"hand/touch\"", "\"stream\": 255, \"name\": \"hand/touch\"",
            "14:19 $.boards[0].sensors[1].stream: 255 is out of range; write a whole number from 0 to 254"),
        new(
            "\"host\": \"127.0.0.1\", \"port\": 18840", "\"host\": \"mqtt://city\", \"port\": 18840",
            "34:42 $.gateway.uplink.upstreams[0].host: 'mqtt://city' is no host; write a name or an address without scheme, port or spaces"),
        new(
            "\"window\": 16", "\"window\": 1e2",
            "34:84 $.gateway.uplink.window: 1e2 is no whole number; write a whole number from 1 to 1024"),
        new(
            "\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true, \"password\": \"x\" }",
            "35:30 $.city.password: 'password' looks like a network's name or a secret, and a profile is kept in version control; remove it: the flashing tool asks for it or takes it from the environment, and the board's own network store keeps it"),
        new(
            "\"activity\": \"motion-with-part\", \"rateHz\"", "\"activity\": \"dancing\", \"rateHz\"",
            "21:87 $.boards[1].sensors[1].activity: 'dancing' is none of the choices; write 'approach-to-grasp', 'transfer-of-part', 'position-after-transfer-failure', 'approach-to-ungrasp' or 'motion-with-part'"),
        new(
            "\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true }, \"outlets\": { \"ring\": \"shm\" }",
            "35:53 $.outlets.ring: 'shm' is no full path; write one, as in '/run/edgeai/ring'"),
        new(
            "\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true }, \"outlets\": { \"ring\": \"/dev/shm/r1\", \"slots\": 100 }",
            "35:77 $.outlets.slots: 100 is none of the choices; write 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 or 65536"),
        new(
            "\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true }, \"liveView\": { \"port\": 65536 }",
            "35:54 $.liveView.port: 65536 is out of range; write a whole number from 0 to 65535"),
    ];
}
