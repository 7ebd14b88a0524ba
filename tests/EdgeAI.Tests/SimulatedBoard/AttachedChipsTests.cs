using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>The chips that a humanoid attaches by the names of their drivers, and what they show of its scene.</summary>
public sealed class AttachedChipsTests
{
    private const long Millisecond = 1_000_000;

    private readonly VirtualClock _clock = new();
    private readonly SimulatedHumanoid _humanoid;
    private readonly byte[] _pointer = [0x04, 0x00];
    private readonly byte[] _buffer = new byte[128];

    public AttachedChipsTests() => _humanoid = new SimulatedHumanoid(2026, _clock);

    [Theory]
    [InlineData("mlx90640", 0x33)]
    [InlineData("tf-luna", 0x10)]
    [InlineData("vl53l5cx", 0x29)]
    [InlineData("ads1115", 0x48)]
    [InlineData("bmp390", 0x76)]
    [InlineData("mlx90393", 0x0C)]
    [InlineData("tca9548a", 0x70)]
    public void Attach_ByTheDriversName_AnswersAndAllocatesNothing(string driver, byte address)
    {
        II2cBus bus = _humanoid.Attach("bus", driver, address)!;
        Poll(bus, address, 50);
        AllocationMeter before = AllocationMeter.Start();
        Poll(bus, address, 500);
        Assert.Equal(0, before.Bytes);
    }

    [Fact]
    public void Attach_UnknownName_IsNull() => Assert.Null(_humanoid.Attach("bus", "nothing", 0x33));

    [Fact]
    public void AttachBehind_ASwitch_IsReachedThroughItsChannel()
    {
        II2cBus bus = _humanoid.Attach("bus", "tca9548a", 0x70)!;
        Assert.Same(bus, _humanoid.AttachBehind("bus", 0x70, 3, "bmp390", 0x76));
        Assert.Equal(BusStatus.AddressNotAcknowledged, bus.WriteRead(0x76, [0], 1, _buffer, 1));
        bus.Write(0x70, [0x08], 1);
        Assert.Equal(BusStatus.Ok, bus.WriteRead(0x76, [0], 1, _buffer, 1));
        Assert.Equal(0x60, _buffer[0]);
        Assert.Null(_humanoid.AttachBehind("bus", 0x70, 3, "nothing", 0x77));
        Assert.Throws<InvalidOperationException>(() => _humanoid.AttachBehind("bus", 0x71, 3, "bmp390", 0x77));
    }

    [Fact]
    public void TfLuna_InTheScene_SeesThePersonOrTheWall()
    {
        II2cBus bus = _humanoid.Attach("bus", "tf-luna", 0x10)!;
        int people = 0;
        int walls = 0;
        for (int step = 0; step < 1000; step++)
        {
            _clock.AdvanceTo(_clock.Nanoseconds + (20 * Millisecond));
            bus.WriteRead(0x10, [0], 1, _buffer, 2);
            int centimetres = _buffer[0] | (_buffer[1] << 8);
            double share = _humanoid.Scene.PersonShare(_clock.Nanoseconds, 27);
            double shareBefore = _humanoid.Scene.PersonShare(_clock.Nanoseconds - (20 * Millisecond), 27);
            if (share >= 0.5 && shareBefore >= 0.5)
            {
                people++;
                Assert.InRange(centimetres, (100 * SceneFields.PersonMetres) - 2, (100 * SceneFields.PersonMetres) + 2);
            }
            else if (share < 0.5 && shareBefore < 0.5)
            {
                walls++;
                Assert.InRange(centimetres, (100 * SceneFields.WallMetres) - 2, (100 * SceneFields.WallMetres) + 2);
            }
        }

        Assert.True(people > 20 && walls > 700, $"{people} times a person, {walls} times the wall");
    }

    [Fact]
    public void Ads1115_InTheScene_TellsTheForceUnderItsElectrode()
    {
        II2cBus bus = _humanoid.Attach("bus", "ads1115", 0x48)!;
        SceneFields fields = new(_humanoid.Scene);
        int pressed = 0;
        for (int step = 0; step < 1000; step++)
        {
            bus.Write(0x48, [1, 0xC3, 0xE3], 3);
            _clock.AdvanceTo(_clock.Nanoseconds + (10 * Millisecond));
            bus.WriteRead(0x48, [0], 1, _buffer, 2);
            double newton = FsrDividers.NewtonAt((short)((_buffer[0] << 8) | _buffer[1]) * 4.096 / 32768);
            long converted = _clock.Nanoseconds - (10 * Millisecond) + 1_187_790;
            double truth = fields.Newton(converted, 0);
            pressed += truth > 0.1 ? 1 : 0;
            Assert.Equal(truth, newton, 0.01);
        }

        Assert.True(pressed > 100);
    }

    private void Poll(II2cBus bus, byte address, int times)
    {
        for (int time = 0; time < times; time++)
        {
            _clock.AdvanceTo(_clock.Nanoseconds + (10 * Millisecond));
            if (bus.WriteRead(address, _pointer, 2, _buffer, 64) != BusStatus.Ok)
            {
                throw new InvalidOperationException("the chip did not answer");
            }
        }
    }
}
