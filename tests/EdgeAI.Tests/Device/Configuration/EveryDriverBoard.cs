using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Drivers.Vl53l5cx;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;
using EdgeAI.Tests.Device.Drivers;
using EdgeAI.Tests.Device.Drivers.Ads1115;
using EdgeAI.Tests.Device.Drivers.Amg8833;
using EdgeAI.Tests.Device.Drivers.Bme280;
using EdgeAI.Tests.Device.Drivers.Bmp390;
using EdgeAI.Tests.Device.Drivers.Bno055;
using EdgeAI.Tests.Device.Drivers.Hx711;
using EdgeAI.Tests.Device.Drivers.Ina226;
using EdgeAI.Tests.Device.Drivers.Lsm6dso;
using EdgeAI.Tests.Device.Drivers.Mlx90393;
using EdgeAI.Tests.Device.Drivers.Mlx90640;
using EdgeAI.Tests.Device.Drivers.Mpr121;
using EdgeAI.Tests.Device.Drivers.Nau7802;
using EdgeAI.Tests.Device.Drivers.Sht4x;
using EdgeAI.Tests.Device.Drivers.TfLuna;
using EdgeAI.Tests.Device.Drivers.Vl53l5cx;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>
/// The board of the vector every-driver, with a register fake wired wherever its configuration says that a chip is: what a catalog needs to make
/// every driver at once, some of one address behind different switches.
/// </summary>
internal sealed class EveryDriverBoard : IBoardBuses, IHostParts
{
    private readonly Hx711Fake _hx711;
    private readonly List<IChipUnderTest> _chips = [];

    public EveryDriverBoard()
    {
        byte[] bytes = ConfigurationVector.Named("every-driver").Bytes;
        Configuration = ConfigurationDecoder.Decode(bytes, bytes.Length).Configuration!;
        Sensor(DriverCode.Vl53l5cx).Parameters[1] = unchecked((int)MadeUpImage.Crc);
        CalibrateSixAxis(Sensor(DriverCode.SixAxis).Parameters);
        _hx711 = new Hx711Fake(Clock, rate: 80) { Count = 8_000_000 };
        Wire(0x68, new Amg8833Fake());
        Wire(0x33, new Mlx90640Fake(Clock));
        Wire(0x10, new TfLunaFake(Clock));
        Wire(0x29, new Vl53l5cxFake(Clock));
        Wire(0x5A, new Mpr121Fake(Clock));
        I2cWires.Attach(0x48, Converter(0x48), 0x48);
        I2cWires.Attach(0x49, Converter(0x49), 0x49);
        Wire(0x40, new Ina226Fake(Clock));
        Wire(0x6A, new Lsm6dsoFake(Clock));
        Wire(0x28, new Bno055Fake(Clock));
        SecondWires.Attach(0x2A, Presented(new Nau7802Fake(Clock)), 0x2A);
        SecondWires.Attach(0x76, Presented(new Bme280Fake(Clock)), 0x76);
        Wire(0x44, new Sht4xFake(Clock));
        I2cWires.Attach(0x46, Presented(new Sht4xFake(Clock)), 0x44);
        I2cWires.Attach(0x70, 0, 0x76, Barometer(0x76), 0x76);
        I2cWires.Attach(0x70, 0, 0x77, Barometer(0x77), 0x77);
        I2cWires.Attach(0x70, 7, 0x76, Barometer(0x76), 0x76);
        for (int channel = 0; channel < 4; channel++)
        {
            I2cWires.Attach(0x71, channel, 0x0C, new Mlx90393Fake(0x0C, Clock), 0x0C);
        }

        for (int channel = 0; channel < 6; channel++)
        {
            I2cWires.Attach(0x72, channel, 0x2A, Presented(new Nau7802Fake(Clock)), 0x2A);
        }
    }

    public ManualClock Clock { get; } = new();

    public BoardConfiguration Configuration { get; }

    public WiredBus I2cWires { get; } = new();

    /// <summary>The bus of the chips whose address stands behind a switch of the other.</summary>
    public WiredBus SecondWires { get; } = new();

    /// <summary>Transfers to chips of both buses.</summary>
    public int Transfers => I2cWires.Transfers + SecondWires.Transfers;

    public IVl53l5cxImage? Vl53l5cxImage { get; set; } = new Vl53l5cxImageBytes(MadeUpImage.Bytes);

    public SensorConfiguration Sensor(DriverCode driver) => Configuration.Sensors.Single(sensor => sensor.Driver == driver);

    public II2cBus? I2c(int index) => index == 0 ? I2cWires : index == 2 ? SecondWires : null;

    public ISpiBus? Spi(int index) => index == 1 ? _hx711 : null;

    public ISensor? MakeHostSensor(SensorConfiguration sensor) => sensor.Driver switch
    {
        DriverCode.SimulatedHand => new StillSensor(new TactileArray(72, 1) { TaxelCount = 72 }),
        DriverCode.SimulatedArm => new StillSensor(new JointState { Count = 2 }),
        DriverCode.SimulatedMagnetometer => new StillSensor(new MagneticField()),
        _ => new StillSensor(new WrenchStamped()),
    };

    /// <summary>Puts the next state of the world before the chips.</summary>
    public void Present(int variant) => _chips.ForEach(chip => chip.Present(variant));

    /// <summary>Each axis is one channel, a step a count, alike from -10 to 100 degrees: in the vector the tables stand at their ends.</summary>
    private static void CalibrateSixAxis(int[] parameters)
    {
        const int matrix = 12;
        const int knots = 55;
        parameters[10] = 9_000_000;
        parameters[11] = 9_000_000;
        for (int axis = 0; axis < 6; axis++)
        {
            parameters.AsSpan(matrix + (6 * axis), 6).Clear();
            parameters[matrix + (7 * axis)] = 1 << 20;
            parameters[matrix + 36 + axis] = 20;
        }

        parameters[knots + 2] = 10_000;
        parameters.AsSpan(knots + 3, 18).Clear();
        parameters.AsSpan(knots + 21, 18).Fill(1 << 30);
    }

    private Ads1115Fake Converter(byte address) => new(address, Clock) { Inputs = { [0] = 5, [1] = 32_766, [2] = 1_000, [3] = -327 } };

    private void Wire(byte address, IChipUnderTest chip) => I2cWires.Attach(address, Presented(chip), address);

    private II2cBus Barometer(byte address) => Presented(new Bmp390Fake(Clock, address));

    private II2cBus Presented(IChipUnderTest chip)
    {
        _chips.Add(chip);
        chip.Present(0);
        return chip.Bus;
    }
}
