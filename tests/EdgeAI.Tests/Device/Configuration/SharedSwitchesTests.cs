using System.Text;
using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Configuration;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Hosting;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>What the switch of the shipped hand costs its bus, in clocks of simulated wires.</summary>
public sealed class SharedSwitchesTests
{
    private const string File = "esp32-s3-hand.profile.json";
    private const int Hertz = 400_000;

    /// <summary>18 converters on five channels: 18 * 600 clocks, and five selections of 40 for each of 13 transfers at most.</summary>
    [Fact]
    public void Scan_HandBehindItsOnlySwitch_CostsNoMoreThanTheProfilesRuleSays()
    {
        BoardProfile board = Load(static text => text);
        long clocks = ClocksOfAScan(board);

        Assert.InRange(clocks, 5_000, (18 * 600) + (13 * 5 * 40));
        Assert.InRange(clocks * board.Sensors[0].RateHz, 0, 0.8 * Hertz);
    }

    /// <summary>A second switch on the bus: every transfer selects and deselects, so that never two channels are joined.</summary>
    [Fact]
    public void Scan_TwoSwitchesOnTheBus_DeselectsAfterEachTransfer()
    {
        BoardProfile board = Load(static text => text
            .Replace("\"rateHz\": 20,", "\"rateHz\": 10,", StringComparison.Ordinal)
            .Replace("\"sensors\": [", "\"sensors\": [ { \"stream\": 9, \"name\": \"a/b\", \"driver\": \"ina226\", \"bus\": \"fingers\", \"switch\": \"0x71\", \"channel\": 0, \"address\": \"0x40\", \"rateHz\": 1, \"frame\": \"f\", \"shuntMicroohms\": 100000, \"currentStepMicroamperes\": 25 },", StringComparison.Ordinal));

        Assert.InRange(ClocksOfAScan(board), 18 * 13 * 60, 18 * (600 + (13 * 60)));
    }

    private static BoardProfile Load(Func<string, string> change)
    {
        byte[] text = Encoding.UTF8.GetBytes(change(System.IO.File.ReadAllText(Checkout.PathOf("hardware-profiles", File))));
        Assert.True(BoardProfileLoader.TryParse(text, File, out BoardProfile? board, out IReadOnlyList<ProfileProblem> problems), string.Join(Environment.NewLine, problems));
        return board;
    }

    private static long ClocksOfAScan(BoardProfile board)
    {
        byte[] bytes = ConfigurationEncoder.Encode(board).Bytes;
        BoardConfiguration configuration = ConfigurationDecoder.Decode(bytes, bytes.Length).Configuration!;
        int index = Array.FindIndex(configuration.Sensors, static sensor => sensor.Driver == DriverCode.FsrMatrix);
        ManualClock clock = new();
        SimulatedHumanoid world = new(2026, clock);
        CountedBus bus = new(new SimulatedBuses(world, board.Name, configuration).I2c(configuration.Sensors[index].Bus)!);
        Assert.Equal(CatalogStatus.Ok, new SensorCatalog(configuration, bus, null, clock).TryMake(index, out ISensor? sensor));
        Scan(sensor!, clock);
        long before = bus.Clocks;
        Scan(sensor!, clock);
        return bus.Clocks - before;
    }

    private static void Scan(ISensor sensor, ManualClock clock)
    {
        SensorStatus status = SensorStatus.NotReady;
        for (int step = 0; step < 100 && status == SensorStatus.NotReady; step++)
        {
            clock.Advance(2_000_000);
            status = sensor.Read();
        }

        Assert.Equal(SensorStatus.Ok, status);
    }

    /// <summary>Counts as BusLoad does: nine clocks a byte, addresses included, one for each start and stop.</summary>
    private sealed class CountedBus(II2cBus bus) : II2cBus, IBoardBuses
    {
        public long Clocks { get; private set; }

        public II2cBus? I2c(int index) => this;

        public ISpiBus? Spi(int index) => null;

        public BusStatus Write(byte address, byte[] data, int count)
        {
            Clocks += (9 * (1 + count)) + 2;
            return bus.Write(address, data, count);
        }

        public BusStatus Read(byte address, byte[] buffer, int count)
        {
            Clocks += (9 * (1 + count)) + 2;
            return bus.Read(address, buffer, count);
        }

        public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
        {
            Clocks += (9 * (2 + writeCount + readCount)) + 3;
            return bus.WriteRead(address, data, writeCount, buffer, readCount);
        }
    }
}
