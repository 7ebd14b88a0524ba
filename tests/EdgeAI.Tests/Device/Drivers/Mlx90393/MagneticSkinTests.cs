using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Mlx90393;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Mlx90393;

public sealed class MagneticSkinTests
{
    private readonly ManualClock _clock = new();
    private readonly MagneticRig _rig;
    private readonly FaultInjectingI2cBus _bus;
    private readonly MagneticSkin _skin;

    public MagneticSkinTests()
    {
        _rig = new MagneticRig(_clock, 3, new Mlx90393Options());
        _rig.Present(0);
        _bus = new FaultInjectingI2cBus(_rig, _clock, seed: 12);
        _skin = _rig.Driver(_bus, _clock);
    }

    private TactileArray Array => (TactileArray)_skin.Reading;

    /// <summary>DS table 17: each step of the resolution doubles the step but for rounding; z is 1.61 times x and y.</summary>
    [Fact]
    public void Nanotesla_EverySetting_KeepsTheTablesProportions()
    {
        for (int gain = 0; gain < 8; gain++)
        {
            for (int resolution = 0; resolution < 4; resolution++)
            {
                double xy = Mlx90393Registers.NanoteslaXY(gain, resolution);
                double z = Mlx90393Registers.NanoteslaZ(gain, resolution);
                Assert.Equal(1.6115, z / xy, 0.012);
                Assert.Equal(Mlx90393Registers.NanoteslaXY(gain, 0) * (1 << resolution), xy, 0.008 * xy);
            }
        }
    }

    /// <summary>DS table 18, in milliseconds, with the quarter that the driver adds.</summary>
    [Theory]
    [InlineData(0, 0, 1.27)]
    [InlineData(2, 0, 1.84)]
    [InlineData(5, 2, 26.80)]
    [InlineData(7, 3, 200.37)]
    public void MeasurementNanoseconds_Settings_AreAQuarterAboveTheTable(int filter, int oversampling, double milliseconds) =>
        Assert.Equal(milliseconds * 1.25, Mlx90393Registers.MeasurementNanoseconds(filter, oversampling) / 1e6, 0.02 * milliseconds);

    [Fact]
    public void Start_Options_StandInTheRegistersAndTheMakersBitsStay()
    {
        ReadToTheEnd();
        foreach (Mlx90393Fake chip in _rig.Chips)
        {
            Assert.Equal(0x007C, chip[0]);
            Assert.Equal(0x0000, chip[1]);
            Assert.Equal(0x0008, chip[2]);
            Assert.Equal(0x5A5A, chip[7]);
        }
    }

    [Fact]
    public void Read_Field_IsNormalFirstInOneStepOfTesla()
    {
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd());
        Assert.Equal((150, (sbyte)-9, Unit.Tesla), (Array.Scale.Mantissa, Array.Scale.Exponent, Array.Scale.Unit));
        Assert.Equal((3, 3), (Array.TaxelCount, Array.Components));

        // 1000 counts of 242 nT are 1613 steps of 150 nT.
        Assert.Equal([1613, 100, -200], Array.Values[..3].Select(static value => (int)value));
    }

    [Fact]
    public void Read_NegativeZ_RoundsAlike()
    {
        _rig.Chips[0].Field[2] = -1000;
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd());
        Assert.Equal(-1613, Array.Values[0]);
    }

    [Theory]
    [InlineData(0, short.MaxValue)]
    [InlineData(1, short.MinValue)]
    [InlineData(2, short.MaxValue)]
    [InlineData(2, 20400)]
    public void Read_AxisAtItsEndOrTooStrongToFit_IsSaturated(int axis, short count)
    {
        _rig.Chips[1].Field[axis] = count;
        Assert.Equal(SensorStatus.Saturated, ReadToTheEnd());
    }

    /// <summary>At 18 and 19 bits a count is unsigned with an offset.</summary>
    [Theory]
    [InlineData(2, 0x8000 + 500, 500)]
    [InlineData(2, 0x8000 - 500, -500)]
    [InlineData(3, 0x4000 + 500, 500)]
    [InlineData(3, 0x4000 - 500, -500)]
    public void Read_HighResolution_TakesTheOffsetOff(int resolution, int word, int expected)
    {
        MagneticRig rig = new(_clock, 1, new Mlx90393Options { Resolution = resolution });
        for (int axis = 0; axis < 3; axis++)
        {
            rig.Chips[0].Field[axis] = unchecked((short)word);
        }

        MagneticSkin skin = rig.Driver(rig, _clock);
        SensorStatus status = skin.Read();
        for (int i = 0; i < 10 && status == SensorStatus.NotReady; i++)
        {
            _clock.Advance(2_600_000);
            status = skin.Read();
        }

        Assert.Equal(SensorStatus.Ok, status);
        Assert.Equal(expected, ((TactileArray)skin.Reading).Values[1]);
        Assert.Equal(expected, ((TactileArray)skin.Reading).Values[2]);
    }

    [Fact]
    public void Read_UncorrectableMemory_IsChipFault()
    {
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd());
        _rig.Chips[2].EccError = true;
        Assert.Equal(SensorStatus.ChipFault, ReadToTheEnd());
    }

    [Fact]
    public void Read_RegistersForget_IsConfigurationLost()
    {
        _rig.Chips[0].Forgetful = true;
        Assert.Equal(SensorStatus.ConfigurationLost, ReadToTheEnd());
    }

    [Fact]
    public void Read_OneChipResetInsideAScan_IsConfigurationLostThenRecovers()
    {
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd());
        Assert.Equal(SensorStatus.NotReady, _skin.Read());
        _rig.Chips[1].PowerCycle();
        Assert.Equal(SensorStatus.ConfigurationLost, ReadToTheEnd());
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd());
    }

    /// <summary>The chip gave its measurement away, the answer was lost on the wire, and there is no second one.</summary>
    [Fact]
    public void Read_MeasurementLostByAFailedTransfer_NamesTheTransfer()
    {
        HeardButFailed bus = new(_rig);
        MagneticSkin skin = _rig.Driver(bus, _clock);
        SensorStatus status = skin.Read();
        for (int i = 0; i < 10 && status == SensorStatus.NotReady; i++)
        {
            _clock.Advance(2_600_000);
            status = skin.Read();
        }

        Assert.Equal(SensorStatus.Ok, status);
        Assert.Equal(SensorStatus.NotReady, skin.Read());
        _clock.Advance(2_600_000);
        bus.FailNext = true;
        Assert.Equal(SensorStatus.Timeout, skin.Read());
        Assert.Equal(SensorStatus.NotReady, skin.Read());
        _clock.Advance(2_600_000);
        Assert.Equal(SensorStatus.Ok, skin.Read());
    }

    /// <summary>A start that was heard, its status byte lost: the chip rejects the second one since it measures already.</summary>
    [Fact]
    public void Read_StartHeardTwice_IsTakenForOne()
    {
        HeardButFailed bus = new(_rig);
        Mlx90393Chip chip = new(bus, Mlx90393Registers.LowestAddress, _clock, new Mlx90393Options());
        Assert.Equal(SensorStatus.Ok, chip.Exit());
        Assert.Equal(SensorStatus.Ok, chip.Configure());
        bus.FailNext = true;
        Assert.Equal(SensorStatus.Ok, chip.Begin());
        _clock.Advance(2_600_000);
        Assert.Equal(SensorStatus.Ok, chip.Collect());
        Assert.Equal(100, chip.X);
    }

    [Fact]
    public void Collect_BeforeItsTime_LeavesTheBusAlone()
    {
        Assert.Equal(SensorStatus.Ok, ReadToTheEnd());
        Assert.Equal(SensorStatus.NotReady, _skin.Read());
        int transfers = _bus.Transfers;
        Assert.Equal(SensorStatus.NotReady, _skin.Read());
        Assert.Equal(transfers, _bus.Transfers);
    }

    private SensorStatus ReadToTheEnd()
    {
        SensorStatus status = _skin.Read();
        for (int i = 0; i < 20 && status == SensorStatus.NotReady; i++)
        {
            _clock.Advance(2_600_000);
            status = _skin.Read();
        }

        return status;
    }

    private sealed class HeardButFailed(II2cBus inner) : II2cBus
    {
        public bool FailNext { get; set; }

        public BusStatus Write(byte address, byte[] data, int count) => inner.Write(address, data, count);

        public BusStatus Read(byte address, byte[] buffer, int count) => inner.Read(address, buffer, count);

        public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
        {
            BusStatus status = inner.WriteRead(address, data, writeCount, buffer, readCount);
            bool fails = FailNext;
            FailNext = false;
            return fails ? BusStatus.Timeout : status;
        }
    }
}
