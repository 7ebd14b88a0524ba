using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Vl53l5cx;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Vl53l5cx;

public sealed class Vl53l5cxSensorTests
{
    private readonly ManualClock _clock = new();
    private readonly Vl53l5cxFake _chip;
    private readonly FaultInjectingI2cBus _bus;
    private readonly Vl53l5cxSensor _sensor;

    public Vl53l5cxSensorTests()
    {
        _chip = new Vl53l5cxFake(_clock);
        _chip.Present(0);
        _bus = new FaultInjectingI2cBus(_chip, _clock, seed: 21);
        _sensor = Sensor(MadeUpImage.Bytes, MadeUpImage.Crc);
    }

    private RangeGrid Grid => (RangeGrid)_sensor.Reading;

    [Fact]
    public void Read_BroughtUp_HasSentEveryByteOfTheImage()
    {
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd(_sensor));
        Assert.Equal(MadeUpImage.Bytes[..Vl53l5cxImage.FirmwareBytes], _chip.Firmware);
        Assert.Equal(MadeUpImage.Bytes[Vl53l5cxImage.Crosstalk8..Vl53l5cxImage.Crosstalk4], _chip.Parts[0x2CF8]);
        Assert.Equal(10, _chip.Hertz);
        Assert.Equal(Vl53l5cxImageStatus.Ok, _sensor.ImageStatus);
        Assert.Equal(Vl53l5cxStage.Running, _sensor.Stage);
    }

    [Fact]
    public void Read_BringUp_NeverHoldsTheBusForLongerThan60Milliseconds()
    {
        for (int i = 0; i < 200 && _sensor.Stage != Vl53l5cxStage.Running; i++)
        {
            long before = _clock.Nanoseconds;
            _sensor.Read();
            Assert.InRange(_clock.Nanoseconds - before, 0, 60_000_000);
            _clock.Advance(100_000_000);
        }

        Assert.Equal(Vl53l5cxStage.Running, _sensor.Stage);
    }

    [Fact]
    public void Read_Running_IsInQuartersOfAMillimetre()
    {
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd(_sensor));
        Assert.Equal((25, (sbyte)-5, Unit.Metre), (Grid.Scale.Mantissa, Grid.Scale.Exponent, Grid.Scale.Unit));
        Assert.Equal((8, 8, 785, 785), (Grid.Width, Grid.Height, (int)Grid.FieldOfViewXMilliradian, (int)Grid.FieldOfViewYMilliradian));
        Assert.Equal([400, 440, 480], Grid.Ranges[..3].Select(static range => (int)range));
        Assert.Equal(400 + (63 * 40), Grid.Ranges[63]);
    }

    /// <summary>UM2884, "List of available target status".</summary>
    [Theory]
    [InlineData(0, RangeStatus.NotUpdated)]
    [InlineData(1, RangeStatus.WeakSignal)]
    [InlineData(2, RangeStatus.Ambiguous)]
    [InlineData(3, RangeStatus.Noisy)]
    [InlineData(4, RangeStatus.Inconsistent)]
    [InlineData(5, RangeStatus.Valid)]
    [InlineData(6, RangeStatus.Ambiguous)]
    [InlineData(7, RangeStatus.Inconsistent)]
    [InlineData(8, RangeStatus.WeakSignal)]
    [InlineData(9, RangeStatus.Ambiguous)]
    [InlineData(12, RangeStatus.Ambiguous)]
    [InlineData(13, RangeStatus.Inconsistent)]
    [InlineData(200, RangeStatus.Inconsistent)]
    [InlineData(255, RangeStatus.NoTarget)]
    public void Read_TargetStatus_IsTold(byte status, RangeStatus expected)
    {
        _chip.ZoneStatus = status;
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd(_sensor));
        Assert.All(Grid.Statuses, zone => Assert.Equal((byte)expected, zone));
    }

    [Fact]
    public void Read_NoTargets_IsNoTargetWhateverTheStatusSays()
    {
        _chip.Targets = 0;
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd(_sensor));
        Assert.All(Grid.Statuses, static zone => Assert.Equal((byte)RangeStatus.NoTarget, zone));
    }

    [Theory]
    [InlineData(79, RangeStatus.TooNear)]
    [InlineData(-5, RangeStatus.TooNear)]
    [InlineData(80, RangeStatus.Valid)]
    [InlineData(16000, RangeStatus.Valid)]
    [InlineData(16001, RangeStatus.TooFar)]
    public void StatusOf_ValidBeyondTheLimits_SaysSo(short distance, RangeStatus expected) =>
        Assert.Equal(expected, Vl53l5cxResult.StatusOf(5, distance));

    [Fact]
    public void Read_ResultOfTwoNumbers_IsImplausible()
    {
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd(_sensor));
        _chip.Mixed = true;
        _clock.Advance(100_000_000);
        Assert.Equal(SensorStatus.Implausible, _sensor.Read());
    }

    [Fact]
    public void Read_NoNewResult_IsNotReady()
    {
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd(_sensor));
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
    }

    [Fact]
    public void Start_OtherDevice_IsWrongChip()
    {
        _chip.DeviceId = 0xEA;
        Assert.Equal(SensorStatus.WrongChip, _sensor.Start());
        Assert.Equal(Vl53l5cxStage.Down, _sensor.Stage);
    }

    [Fact]
    public void Read_ProcessorError_IsChipFault()
    {
        _chip.ProcessorFails = true;
        Assert.Equal(SensorStatus.ChipFault, ReadToTheEnd(_sensor));
    }

    [Fact]
    public void Read_CommandsUnanswered_TimeOut()
    {
        _chip.Mute = true;
        Assert.Equal(SensorStatus.Timeout, ReadToTheEnd(_sensor));
        Assert.Equal(Vl53l5cxStage.Down, _sensor.Stage);
        _chip.Mute = false;
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd(_sensor));
    }

    public static TheoryData<string, Vl53l5cxImageStatus> WrongImages => new()
    {
        { "short", Vl53l5cxImageStatus.WrongLength },
        { "empty", Vl53l5cxImageStatus.WrongLength },
        { "shifted", Vl53l5cxImageStatus.WrongStructure },
        { "one bit", Vl53l5cxImageStatus.WrongChecksum },
        { "last bit", Vl53l5cxImageStatus.WrongChecksum },
    };

    /// <summary>A wrong image is refused by its name, and not one byte of it reaches the chip.</summary>
    [Theory]
    [MemberData(nameof(WrongImages))]
    public void Read_WrongImage_IsRefusedBeforeTheChipSeesIt(string kind, Vl53l5cxImageStatus expected)
    {
        byte[] image = [.. MadeUpImage.Bytes];
        switch (kind)
        {
            case "short":
                image = image[..^1];
                break;
            case "empty":
                image = [];
                break;
            case "shifted":
                MadeUpImage.Bytes.AsSpan(0, image.Length - 1).CopyTo(image.AsSpan(1));
                break;
            case "one bit":
                image[12_345] ^= 0x10;
                break;
            default:
                image[^1] ^= 0x01;
                break;
        }

        Vl53l5cxSensor sensor = Sensor(image, MadeUpImage.Crc);
        Assert.Equal(SensorStatus.Implausible, ReadToTheEnd(sensor));
        Assert.Equal(expected, sensor.ImageStatus);
        Assert.Equal(SensorStatus.Implausible, ReadToTheEnd(sensor));
        Assert.All(_chip.Firmware, static value => Assert.Equal(0, value));
    }

    /// <summary>The offsets for 4 x 4 zones are means of four; written out once more here, the long way.</summary>
    [Fact]
    public void Make_OffsetsForFourByFour_AreMeansOfFourZones()
    {
        byte[] offsets = new byte[Vl53l5cxOffsets.Bytes];
        Vl53l5cxOffsets.Make(_chip.Calibration, true, offsets);
        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                uint signal = 0;
                int range = 0;
                foreach (int zone in new[] { (16 * row) + (2 * column), (16 * row) + (2 * column) + 1, (16 * row) + (2 * column) + 8, (16 * row) + (2 * column) + 9 })
                {
                    signal += Little32(_chip.Calibration, 0x3C + (4 * zone));
                    range += Little16(_chip.Calibration, 0x140 + (2 * zone));
                }

                int small = (4 * row) + column;
                Assert.Equal(signal / 4, Little32(offsets, 0x3C - 8 + (4 * small)));
                Assert.Equal(range / 4, Little16(offsets, 0x140 - 8 + (2 * small)));
            }
        }

        Assert.Equal(0u, Little32(offsets, 0x3C - 8 + (4 * 16)));
        Assert.Equal([0x0F, 0x04, 0x04, 0x00, 0x08, 0x10, 0x10, 0x07], offsets[8..16]);
        Assert.Equal([0x00, 0x00, 0x00, 0x0F, 0x03, 0x01, 0x01, 0xE4], offsets[^8..]);
        Vl53l5cxOffsets.Make(_chip.Calibration, false, offsets);
        Assert.Equal(_chip.Calibration[8..488], offsets[..480]);
    }

    [Fact]
    public void TryParse_RandomBytes_IsRefusedAndNeverThrows()
    {
        Random random = new(53);
        byte[] result = new byte[Vl53l5cxRegisters.ResultBytes];
        RangeGrid grid = new(64);
        for (int i = 0; i < 100_000; i++)
        {
            random.NextBytes(result);
            result[314] = result[10];
            result[315] = result[11];
            Assert.False(Vl53l5cxResult.TryParse(result, grid));
        }
    }

    /// <summary>What the chip sees as words, byte n counted from the low end of its word: the driver's own view after its swap.</summary>
    private static uint Little32(byte[] wire, int n) =>
        (uint)(wire[n + 3] | (wire[n + 2] << 8) | (wire[n + 1] << 16) | (wire[n] << 24));

    private static short Little16(byte[] wire, int n) => (short)(wire[Swapped(n)] | (wire[Swapped(n + 1)] << 8));

    private static int Swapped(int n) => (n / 4 * 4) + 3 - (n % 4);

    private static SensorStatus ReadOnce(Vl53l5cxSensor sensor, ManualClock clock)
    {
        clock.Advance(100_000_000);
        return sensor.Read();
    }

    private Vl53l5cxSensor Sensor(byte[] image, uint crc) =>
        new(_bus, Vl53l5cxRegisters.DefaultAddress, _clock, new Vl53l5cxImageBytes(image), crc, 10);

    private SensorStatus ReadToTheEnd(Vl53l5cxSensor sensor)
    {
        SensorStatus status = ReadOnce(sensor, _clock);
        for (int i = 0; i < 400 && status == SensorStatus.NotReady; i++)
        {
            status = ReadOnce(sensor, _clock);
        }

        return status;
    }
}
