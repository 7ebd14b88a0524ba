using System.Text;

namespace EdgeAI.Tests.Profiles.Boards;

/// <summary>Every mistake in a board's profile gets its place, and one clear sentence with the mend.</summary>
public sealed class BadBoardTests
{
    [Fact]
    public void TryParse_SampleItself_HasNoProblem() => Assert.Empty(SampleBoard.ProblemsOf(Encoding.UTF8.GetBytes(SampleBoard.Text)));

    [Theory]
    [InlineData("\"baud\": 921600,", "\"baud\": 921600, \"wifiSsid\": \"home\",", "$.link.wifiSsid: 'wifiSsid' looks like a network's name or a secret")]
    [InlineData("\"version\": 1,", "\"version\": 1, \"wifi\": { \"password\": \"x\" },", "$.wifi: 'wifi' looks like a network's name or a secret")]
    [InlineData("\"flash\": \"serial\",", "", "$: a board with 'target' needs 'flash', which is missing; add it")]
    [InlineData("\"flash\": \"serial\"", "\"flash\": \"uf2\"", "$.flash: 'ESP32_S3_OCTAL' is not flashed by 'uf2'; write 'serial'")]
    [InlineData("\"target\": \"ESP32_S3_OCTAL\"", "\"target\": \"esp32\"", "$.target: 'esp32' is no target of nanoFramework; write it as nanoff --listtargets does, as in 'ESP32_S3_OCTAL'")]
    [InlineData("\"sda\": 8", "\"sda\": 2", "$.identifyPin: pin 2 is taken by $.buses[0].sda (line 8); use another one")]
    [InlineData("\"receivePin\": 18", "\"receivePin\": 17", "$.link.receivePin: pin 17 is taken by $.link.transmitPin (line 11); use another one")]
    [InlineData("\"sda\": 8, ", "", "$.buses[0]: an i2c bus needs 'sda', which is missing; add it")]
    [InlineData("\"scl\": 9", "\"scl\": 9, \"miso\": 10", "$.buses[0].miso: 'miso' means nothing to an i2c bus; remove it")]
    [InlineData("\"hertz\": 400000", "\"hertz\": 2000000", "$.buses[0].hertz: no I2C chip here goes at 2000000 Hz; write at most 1000000, 400000 where a chip is of Fast-mode")]
    [InlineData("\"hertz\": 1000000", "\"hertz\": 50000", "$.buses[1].hertz: an 'hx711' is clocked at 100000 to 2500000 Hz, not 50000: its clock may rest high for 60 us at most; write 1000000")]
    [InlineData("\"hertz\": 400000", "\"hertz\": 100000", "$.buses[0].hertz: the sensors on bus 'i2c' ask for 116200 clocks a second, and 80 % of 100000 Hz are 80000; raise 'hertz', ask less often, or use another bus")]
    [InlineData("\"bytes\": 4116", "\"bytes\": 4115", "$.queue.bytes: 4115 is out of range; write a whole number from 4116 to 65535")]
    [InlineData("\"watchdogMilliseconds\": 500", "\"watchdogMilliseconds\": 50", "$.watchdogMilliseconds: a board may be 50 ms late without being stuck; write 100 or more, or 0 for no watchdog")]
    [InlineData("\"uart\": 2, ", "", "$.link: a 'serial' link needs 'uart', which is missing; add it")]
    [InlineData("\"kind\": \"serial\", \"uart\"", "\"kind\": \"serial\", \"topic\": \"a/b\", \"uart\"", "$.link.topic: 'topic' means nothing to a 'serial' link; remove it")]
    [InlineData("{ \"channel\": 1, \"address\": \"0x0C\" }", "{ \"channel\": 0, \"address\": \"0x0C\" }", "$.sensors[1].chips[1].address: '0x0C' on channel 0 of switch '0x70' on bus 'i2c' is taken by $.sensors[1] (line 17); set the chip to another address, or use another channel")]
    [InlineData("{ \"channel\": 1, \"address\": \"0x0C\" }", "{ \"address\": \"0x0C\" }", "$.sensors[1].chips[0].address: '0x0C' is taken before the switch by $.sensors[1] (line 17), which answers on every channel; set one of the two to another address, or use another bus")]
    [InlineData("\"switch\": \"0x70\"", "\"switch\": \"0x76\"", "$.sensors[1].switch: '0x76' on bus 'i2c' is taken by $.sensors[0] (line 16); set the switch to another address by A0 to A2")]
    [InlineData("\"switch\": \"0x70\"", "\"switch\": \"0x60\"", "$.sensors[1].switch: '0x60' is no I2C address of a TCA9548A; use 0x70 to 0x77")]
    [InlineData(" \"switch\": \"0x70\",", "", "$.sensors[1].chips[0].channel: a channel is one of a switch; add \"switch\": \"0x70\" to the sensor, or remove 'channel'")]
    [InlineData("\"driver\": \"bme280-temperature\", \"bus\": \"i2c\",", "\"driver\": \"bme280-temperature\", \"bus\": \"i2c\", \"switch\": \"0x71\",", "$.sensors[0].switch: no chip is behind the switch; give each that is its \"channel\": 0 to 7, or remove 'switch'")]
    [InlineData("\"driver\": \"mpr121\", \"bus\": \"i2c\"", "\"driver\": \"mpr121\", \"bus\": \"spi\"", "$.sensors[3].bus: 'mpr121' speaks I2C, and bus 'spi' is SPI; name another bus")]
    [InlineData("\"gain\": 64", "\"gain\": 16", "$.sensors[2].gain: 'hx711' has no gain of 16; write 128 or 64 for channel A, 32 for channel B")]
    [InlineData("\"normal\": [0, 0.6, 0.8]", "\"normal\": [0, 0.6, 0.9]", "$.sensors[1].taxels[1].normal: a normal has length 1, and this one 1.082; divide its parts by that, with three decimals or more")]
    [InlineData(", { \"at\": [0, -0.01, 0], \"normal\": [0, 0.6, 0.8] }", "", "$.sensors[1].taxels: the list holds 1, and the sensor gives 2 taxels; list each of them, in the order of the readings")]
    [InlineData("\"rateHz\": 50, \"frame\": \"skin\",", "\"rateHz\": 50, \"frame\": \"skin\", \"filter\": 1,", "$.sensors[1].filter: 'filter' 1 and 'oversampling' 0 give the chip no time for three axes; let them add up to 2 or more")]
    [InlineData("\"rateHz\": 50, \"frame\": \"skin\",", "\"rateHz\": 50, \"frame\": \"skin\", \"filter\": 7,", "$.sensors[1].rateHz: measuring takes 32076 us, longer than one period at 50 Hz; write at most 31.1, or lower 'filter' or 'oversampling'")]
    [InlineData("\"driver\": \"mpr121\", \"bus\": \"i2c\", \"address\": \"0x5A\",", "\"driver\": \"mpr121\", \"bus\": \"i2c\", \"address\": \"0x5A\", \"touchThreshold\": 8,", "$.sensors[3].touchThreshold: a touch that begins at 8 counts cannot end at 10; write a 'releaseThreshold' below 'touchThreshold'")]
    [InlineData("\"currentStepMicroamperes\": 25", "\"currentStepMicroamperes\": 60000", "$.sensors[4].currentStepMicroamperes: shunt times current step must be 0.1563 to 5120 microvolt; choose another step for this shunt")]
    [InlineData("\"currentStepMicroamperes\": 25", "\"currentStepMicroamperes\": 25, \"averages\": 1024", "$.sensors[4].rateHz: averaging takes 1204224 us, longer than one period at 100 Hz; write at most 0.8, or lower 'averages' or 'conversionMicroseconds'")]
    [InlineData("\"2026-05-04\"", "\"2026-02-30\"", "$.sensors[2].certificate.date: no calendar has the day '2026-02-30'; write the day of calibration, as in '2026-05-04'")]
    [InlineData("\"driver\": \"mpr121\", \"bus\": \"i2c\", \"address\": \"0x5A\"", "\"driver\": \"simulated-hand\"", "$.sensors[3].driver: 'simulated-hand' makes its readings up, and a simulated reading may never pass as a real one; use a chip's driver, or remove 'target' and 'flash' from a board that is simulated only")]
    [InlineData("\"gain\": 64,", "\"gain\": 64, \"electrodes\": 4,", "$.sensors[2].electrodes: 'electrodes' means nothing to driver 'hx711'; remove it")]
    [InlineData("[0, 0.6, 0.8] } ] },", "[0, 0.6, 0.8] } ], \"decision\": { \"kind\": \"contact-slip\", \"rest\": 0, \"contact\": 9, \"release\": 3 } },", "$.sensors[1].decision: 'decision' means nothing to driver 'mlx90393-skin'; remove it")]
    [InlineData("\"stream\": 4", "\"stream\": 255", "$.sensors[4].stream: 255 is out of range; write a whole number from 0 to 254")]
    public void TryParse_OneMistake_SaysWhereAndWhatToDo(string old, string replacement, string expected)
    {
        string[] problems = SampleBoard.ProblemsOf(Encoding.UTF8.GetBytes(SampleBoard.With(old, replacement)));

        Assert.Contains(problems, problem => problem[(problem.IndexOf(' ', StringComparison.Ordinal) + 1)..].StartsWith(expected, StringComparison.Ordinal));
        Assert.True(problems.Length == 1, string.Join(Environment.NewLine, problems));
    }

    [Theory]
    [InlineData("\"release\": 3", "\"release\": 10", "contact that begins at 9 steps cannot end at 10; write at most 9")]
    [InlineData(", { \"address\": \"0x49\" }", "", "the network for contact and slip sees 72 taxels, 3 fingers of 24, and the sensor gives 4; use an fsr-matrix of 18 chips, or remove 'decision'")]
    public void TryParse_DecisionThatTheNetworkCannotMake_IsRefused(string old, string replacement, string expected)
    {
        const string Few = """
            { "version": 1, "name": "one", "id": 1, "buses": [ { "name": "b", "kind": "i2c", "controller": 1, "hertz": 400000 } ],
              "sensors": [ { "stream": 1, "name": "one/fsr", "driver": "fsr-matrix", "bus": "b", "chips": [ { "address": "0x48" }, { "address": "0x49" } ], "rateHz": 10, "frame": "f",
                "decision": { "kind": "contact-slip", "rest": 0, "contact": 9, "release": 3 } } ] }
            """;
        string[] problems = SampleBoard.ProblemsOf(Encoding.UTF8.GetBytes(Few.Replace(old, replacement, StringComparison.Ordinal)));
        Assert.Contains(problems, problem => problem.EndsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void TryParse_StreamsOfOneSharedChip_HaveNoProblem()
    {
        string text = SampleBoard.With(
            "{ \"stream\": 1, \"name\"",
            "{ \"stream\": 9, \"name\": \"hand/damp\", \"driver\": \"bme280-humidity\", \"bus\": \"i2c\", \"address\": \"0x76\", \"rateHz\": 1, \"frame\": \"palm\" },\n    { \"stream\": 1, \"name\"");
        Assert.Empty(SampleBoard.ProblemsOf(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void TryParse_OneQuantityOfAChipTwice_IsRefused()
    {
        string text = SampleBoard.With(
            "{ \"stream\": 1, \"name\"",
            "{ \"stream\": 9, \"name\": \"hand/warm\", \"driver\": \"bme280-temperature\", \"bus\": \"i2c\", \"address\": \"0x76\", \"rateHz\": 1, \"frame\": \"palm\" },\n    { \"stream\": 1, \"name\"");
        Assert.Contains("'0x76' on bus 'i2c' is taken by $.sensors[0] (line 16)", Assert.Single(SampleBoard.ProblemsOf(Encoding.UTF8.GetBytes(text))), StringComparison.Ordinal);
    }
}
