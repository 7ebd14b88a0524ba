using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Vl53l5cx;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class Vl53l5cxOnSimulatedChipTests : SensorDriverContract
{
    private static readonly byte[] WellFormedImage = MakeImage();

    protected override long ReadingStep => 140_000_000;

    protected override long SamplingInterval => 66_666_666;

    protected override long StartupNanoseconds => 60_000_000_000;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedWorld world = new();
        return new SimulatedChipUnderTest(SimulatedVl53l5cx.DefaultAddress, world, new SimulatedVl53l5cx(clock, world), Present, Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Vl53l5cxSensor(
        bus,
        SimulatedVl53l5cx.DefaultAddress,
        clock,
        new Vl53l5cxImageBytes(WellFormedImage),
        Crc32C.Compute(WellFormedImage, 0, WellFormedImage.Length),
        15);

    private static double Metres(int zone, int variant) => 0.2 + (0.01 * zone) + (0.1 * variant);

    private static void Present(FixedWorld world, int variant)
    {
        for (int zone = 0; zone < 64; zone++)
        {
            world.Ranges[zone] = Metres(zone, variant);
        }
    }

    private static bool Shows(Message reading, int variant)
    {
        RangeGrid grid = (RangeGrid)reading;
        for (int zone = 0; zone < 64; zone++)
        {
            bool same = grid.Ranges[zone] == (int)Math.Round(4000 * Metres(zone, variant)) && grid.Statuses[zone] == (byte)RangeStatus.Valid;
            if (!same)
            {
                return false;
            }
        }

        return true;
    }

    // Firmware of no meaning, then three commands as ST's are built: blocks, and a footer that tells kind and length.
    private static byte[] MakeImage()
    {
        byte[] bytes = new byte[Vl53l5cxImage.Length];
        new Random(5).NextBytes(bytes.AsSpan(0, Vl53l5cxImage.FirmwareBytes));
        byte[] head = [0x54, 0x50, 0x00, 0x80];
        head.CopyTo(bytes, Vl53l5cxImage.Configuration);
        WriteFooter(bytes, Vl53l5cxImage.Configuration, Vl53l5cxImage.ConfigurationBytes);
        WriteFooter(bytes, Vl53l5cxImage.Crosstalk8, Vl53l5cxImage.CrosstalkBytes);
        WriteFooter(bytes, Vl53l5cxImage.Crosstalk4, Vl53l5cxImage.CrosstalkBytes);
        return bytes;
    }

    private static void WriteFooter(byte[] bytes, int start, int length)
    {
        byte[] footer = [0, 0, 0, 0x0F, 0x05, 0x01, (byte)((length - 4) >> 8), (byte)(length - 4)];
        footer.CopyTo(bytes, start + length - footer.Length);
    }
}
