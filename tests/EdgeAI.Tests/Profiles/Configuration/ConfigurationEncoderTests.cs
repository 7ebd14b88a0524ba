using EdgeAI.Device.Configuration;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Configuration;
using EdgeAI.Tests.Profiles.Boards;

namespace EdgeAI.Tests.Profiles.Configuration;

/// <summary>A board's profile becomes the bytes of CONFIGURATION.md, and a board reads from them what the profile says.</summary>
public sealed class ConfigurationEncoderTests
{
    /// <summary>The profile of the golden bytes; they hold its SHA-256, so every character counts.</summary>
    private const string Golden = """
        {
          "version": 1,
          "name": "eye",
          "id": 258,
          "buses": [ { "name": "b", "kind": "i2c", "controller": 1, "hertz": 400000, "sda": 8, "scl": 9 } ],
          "link": { "kind": "serial", "uart": 2, "baud": 921600, "transmitPin": 17 },
          "queue": { "bytes": 4116, "policy": "drop-newest" },
          "watchdogMilliseconds": 500,
          "identifyPin": 2,
          "sensors": [ { "stream": 3, "name": "eye/dark", "driver": "mlx90640", "bus": "b", "switch": "0x70", "channel": 5, "address": "0x33", "rateHz": 4, "frame": "eye",
            "certificate": { "date": "2026-05-04", "sha256": "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f", "uncertaintySteps": 40 } } ]
        }

        """;

    [Fact]
    public void Encode_SmallBoard_GivesTheBytesWrittenByHandFromTheText()
    {
        string[] expected =
        [
            "01", // version 1
            "02 01", // board 258
            "03 65 79 65", // eye
            "CF E7 91 87 C4 F5 7D 37 22 AD 86 94 D7 4E 43 51", // profileHash: sha256sum of the text above
            "17 96 17 4E 82 28 91 91 0C EB 01 5B 5F BE 4E 6A",
            "00 02 00 10 0E 00 11 00 FF FF", // serial, UART 2, 921600 baud, pin 17, fixed
            "14 10", // 4116 bytes
            "00", // drop the newest
            "F4 01", // 500 ms
            "02 00", // lamp at pin 2
            "01", // one bus
            "00 01 80 1A 06 00 08 00 09 00 FF FF FF FF", // I2C 1, 400000 Hz, pins 8 and 9
            "01", // one sensor
            "03 02 00 70", // stream 3, mlx90640, bus 0, behind 0x70
            "01 05 33", // one chip: channel 5, address 0x33
            "90 D0 03 00", // 250000 us
            "03 65 79 65", // eye
            "28 00 00 00", // uncertainty 40
            "98 26 35 01", // 20260504
            "0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F", // certificateHash
            "0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F 0F",
            "00 00", // no decision
            "01 00 03 00 00 00", // one parameter: refresh code 3, the fourth of 0.5, 1, 2, 4
            "00 00", // no taxels
            "60 0C 0C DE", // CRC-32C
        ];

        ConfigurationImage image = ConfigurationEncoder.Encode(SampleBoard.Load(Golden.ReplaceLineEndings("\n")));

        Assert.Equal(string.Join(' ', expected), BitConverter.ToString(image.Bytes).Replace('-', ' '));
    }

    [Fact]
    public void Encode_AnyBoard_NamesEveryByteOnce()
    {
        ConfigurationImage image = ConfigurationEncoder.Encode(SampleBoard.Load(SampleBoard.Text));

        int end = 0;
        foreach (ConfigurationField field in image.Fields)
        {
            Assert.Equal(end, field.Offset);
            end += field.Length;
        }

        Assert.Equal(image.Bytes.Length, end);
    }

    [Fact]
    public void Encode_Sample_IsReadByABoardAsTheProfileMeansIt()
    {
        BoardConfiguration read = Decode(SampleBoard.Load(SampleBoard.Text));

        Assert.Equal((7, "hand", 4116, QueuePolicyCode.DropNewest, 500, 2), (read.Board, read.BoardName, read.QueueBytes, read.QueuePolicy, read.WatchdogMilliseconds, read.IdentifyPin));
        Assert.Equal((LinkKindCode.Serial, 2, 921600, 17, 18), (read.Link.Kind, read.Link.SerialPort, read.Link.Baud, read.Link.TransmitPin, read.Link.ReceivePin));
        Assert.Equal((BusKindCode.Spi, 11, 13, 12, -1), (read.Buses[1].Kind, read.Buses[1].DataPin, read.Buses[1].SecondPin, read.Buses[1].ClockPin, read.Buses[1].SelectPin));
        SensorConfiguration skin = read.Sensors[1];
        Assert.Equal([0, 1], skin.Channels);
        Assert.Equal([0x0C, 0x0C], skin.Addresses);
        Assert.Equal((0x70, 20000u, DecisionCode.None), (skin.Switch, skin.PeriodMicroseconds, skin.Decision));
        Assert.Equal([7, 0, 2, 0], skin.Parameters);
        Assert.Equal([0, 100, 0, 0, 0, 1000, 0, -100, 0, 0, 600, 800], skin.Taxels);
        Assert.Equal([27, 80, 100, -3, -6, 2], read.Sensors[2].Parameters);
        Assert.Equal((20u, 20260504u), (read.Sensors[2].Uncertainty, read.Sensors[2].Calibrated));
        Assert.Equal([12, 15, 10, 0, 3300], read.Sensors[3].Parameters);
        Assert.Equal([100000, 25, 1, 3], read.Sensors[4].Parameters);
        Assert.Equal((uint.MaxValue, 0u), (read.Sensors[4].Uncertainty, read.Sensors[4].Calibrated));
    }

    [Fact]
    public void Encode_MqttLink_IsReadByABoard()
    {
        BoardConfiguration read = Decode(SampleBoard.Load(SampleBoard.With(
            "\"kind\": \"serial\", \"uart\": 2, \"baud\": 921600, \"transmitPin\": 17, \"receivePin\": 18",
            "\"kind\": \"mqtt\", \"host\": \"broker.lan\", \"port\": 1883, \"topic\": \"a/b\"")));

        Assert.Equal((LinkKindCode.Mqtt, "broker.lan", 1883, "a/b"), (read.Link.Kind, read.Link.Host, read.Link.Port, read.Link.Topic));
    }

    [Fact]
    public void Encode_SimulatedHandThatDecides_IsReadByABoardWithItsThresholds()
    {
        BoardConfiguration read = Decode(SampleBoard.Load("""
            { "version": 1, "name": "one", "id": 1, "buses": [ { "name": "b", "kind": "i2c", "controller": 1, "hertz": 400000 } ],
              "sensors": [ { "stream": 1, "name": "one/hand", "driver": "simulated-hand", "rateHz": 50, "frame": "f",
                "decision": { "kind": "contact-slip", "sends": "decisions-alone", "rest": -5, "contact": 200, "release": 100 } } ] }
            """));

        SensorConfiguration hand = read.Sensors[0];
        Assert.Equal((DecisionCode.ContactSlip, true, -5, 200, 100), (hand.Decision, hand.DecisionsAlone, hand.DecisionRest, hand.DecisionContact, hand.DecisionRelease));
    }

    [Theory]
    [MemberData(nameof(ShippedProfileTests.ShippedBoards), MemberType = typeof(ShippedProfileTests))]
    public void Encode_ShippedBoard_IsReadByABoard(string file)
    {
        Assert.True(BoardProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", file), out BoardProfile? board, out _));
        AssertSame(board, Decode(board));
    }

    [Theory]
    [MemberData(nameof(ShippedProfileTests.Shipped), MemberType = typeof(ShippedProfileTests))]
    public void Encode_BoardsOfAShippedRobot_AreReadAsTheHostsOwn(string file)
    {
        Assert.True(ProfileLoader.TryLoad(Checkout.PathOf("hardware-profiles", file), out Profile? profile, out _));
        foreach (BoardProfile board in profile.Boards)
        {
            BoardConfiguration read = Decode(board);
            Assert.Equal(LinkKindCode.Host, read.Link.Kind);
            AssertSame(board, read);
        }
    }

    [Theory]
    [InlineData("amg8833", "0x69", "\"rateHz\": 10", new int[0])]
    [InlineData("mlx90640", "0x33", "\"rateHz\": 0.5", new[] { 0 })]
    [InlineData("mlx90640", "0x33", "\"rateHz\": 16", new[] { 5 })]
    [InlineData("mlx90640-eeprom", "0x33", "\"rateHz\": 0.1", new int[0])]
    [InlineData("tf-luna", "0x10", "\"rateHz\": 100", new int[0])]
    [InlineData("vl53l5cx", "0x29", "\"rateHz\": 15, \"imageCrc32c\": \"0xFEDCBA98\"", new[] { 15, -0x01234568 })]
    [InlineData("mpr121", "0x5B", "\"rateHz\": 10, \"electrodes\": 4, \"touchThreshold\": 20, \"releaseThreshold\": 19, \"samplingExponent\": 3, \"supplyMillivolts\": 1800", new[] { 4, 20, 19, 3, 1800 })]
    [InlineData("nau7802", "0x2A", "\"rateHz\": 320, \"gain\": 2, \"regulatorMillivolts\": 0, \"pgaCapacitor\": false, \"calibration\": { \"scaleMantissa\": 5, \"scaleExponent\": -9, \"unit\": \"count\", \"tareCounts\": -7 }", new[] { 1, 7, 8, 0, -7, 5, -9, 0 })]
    [InlineData("nau7802", "0x2A", "\"rateHz\": 40, \"gain\": 128, \"calibration\": { \"scaleMantissa\": 5, \"scaleExponent\": -9, \"unit\": \"newton\", \"tareCounts\": 0 }", new[] { 7, 2, 5, 1, 0, 5, -9, 2 })]
    [InlineData("ina226", "0x4F", "\"rateHz\": 1, \"shuntMicroohms\": 2000, \"currentStepMicroamperes\": 1000, \"averages\": 64, \"conversionMicroseconds\": 1100", new[] { 2000, 1000, 3, 4 })]
    [InlineData("lsm6dso", "0x6B", "\"rateHz\": 12.5, \"accelerationRangeG\": 16, \"angularRangeDegreesPerSecond\": 250", new[] { 1, 1, 0 })]
    [InlineData("lsm6dso", "0x6B", "\"rateHz\": 208", new[] { 5, 3, 2 })]
    [InlineData("bno055", "0x29", "\"rateHz\": 100, \"fusion\": \"imu\", \"externalCrystal\": true", new[] { 8, 1 })]
    [InlineData("bno055", "0x29", "\"rateHz\": 100", new[] { 12, 0 })]
    [InlineData("sht4x-humidity", "0x46", "\"rateHz\": 1", new int[0])]
    public void Encode_DriverOfOneChip_GivesItsParameters(string driver, string address, string properties, int[] expected) =>
        AssertParameters($"\"driver\": \"{driver}\", \"bus\": \"i2c\", \"address\": \"{address}\", {properties}", expected);

    [Theory]
    [InlineData("fsr-matrix", "0x4B", "\"rateHz\": 10", new[] { 1, 7 })]
    [InlineData("fsr-matrix", "0x4B", "\"rateHz\": 10, \"fullScaleMillivolts\": 256, \"conversionsPerSecond\": 64", new[] { 5, 3 })]
    [InlineData("bmp390-taxels", "0x77", "\"rateHz\": 50, \"filterExponent\": 2", new[] { 2, 2 })]
    [InlineData("mlx90393-skin", "0x0F", "\"rateHz\": 10, \"gainSelect\": 1, \"resolution\": 2, \"filter\": 3, \"oversampling\": 1", new[] { 1, 2, 3, 1 })]
    public void Encode_DriverOfSeveralChips_GivesItsParameters(string driver, string address, string properties, int[] expected) =>
        AssertParameters($"\"driver\": \"{driver}\", \"bus\": \"i2c\", \"chips\": [ {{ \"address\": \"{address}\" }} ], {properties}", expected);

    private static void AssertParameters(string sensor, int[] expected)
    {
        BoardConfiguration read = Decode(SampleBoard.Load($$"""
            { "version": 1, "name": "one", "id": 1, "buses": [ { "name": "i2c", "kind": "i2c", "controller": 1, "hertz": 1000000 } ],
              "sensors": [ { "stream": 1, "name": "one/one", "frame": "one", {{sensor}} } ] }
            """));
        Assert.Equal(expected, read.Sensors[0].Parameters);
    }

    private static BoardConfiguration Decode(BoardProfile board)
    {
        byte[] bytes = ConfigurationEncoder.Encode(board).Bytes;
        ConfigurationVerdict verdict = ConfigurationDecoder.Decode(bytes, bytes.Length);
        Assert.True(verdict.Status == ConfigurationStatus.Ok, $"{board.Name}: {verdict.Status} at byte {verdict.Offset}, bus {verdict.Bus}, sensor {verdict.Sensor}");
        return verdict.Configuration!;
    }

    private static void AssertSame(BoardProfile board, BoardConfiguration read)
    {
        Assert.Equal((board.Id, board.Name, board.Queue.Bytes), (read.Board, read.BoardName, read.QueueBytes));
        Assert.Equal(board.Sha256, Convert.ToHexStringLower(read.ProfileHash));
        Assert.Equal(board.Buses.Select(static bus => (bus.Controller, bus.Hertz)), read.Buses.Select(static bus => (bus.Number, bus.Hertz)));
        Assert.Equal(
            board.Sensors.Select(static sensor => (sensor.Stream, DriverFacts.Of(sensor.Driver).Code, sensor.Frame, (int)(sensor.Switch ?? 0), (uint)Math.Round(1e6 / sensor.RateHz), sensor.Taxels?.Count ?? 0)),
            read.Sensors.Select(static sensor => ((int)sensor.Stream, (byte)sensor.Driver, sensor.FrameName, (int)sensor.Switch, sensor.PeriodMicroseconds, sensor.Taxels.Length / 6)));
    }
}
