using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Nau7802;
using EdgeAI.Device.Drivers.SixAxis;
using EdgeAI.Device.Drivers.Tca9548a;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Profiles.Calibrations;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

/// <summary>The whole way: a certificate converted, six bridge drivers behind a switch, one wrench.</summary>
public sealed class SixAxisOnSimulatedChipsTests : SensorDriverContract
{
    protected override long ReadingStep => 13_000_000;

    protected override long SamplingInterval => 12_500_000;

    // A reading is some fifty transfers.
    protected override int FailPerMille => 10;

    protected override IChipUnderTest CreateChip(IClock clock) => new SixBridges(clock);

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) =>
        Make(bus, clock, SixAxisCertificate.AtAnyTemperature(SixBridges.Matrix, new double[SixBridges.Channels]));

    internal static SixAxisSensor Make(II2cBus bus, IClock clock, SixAxisCertificate certificate)
    {
        Assert.True(SixAxisConverter.TryConvert(certificate, 1e-3, 1e-6, out SixAxisTables? tables, out string problem), problem);
        Scale force = new(1, -3, Unit.Newton);
        Scale torque = new(1, -6, Unit.NewtonMetre);
        SixAxisCalibration calibration = new(tables.Matrix, tables.Shifts, tables.Knots, tables.Offsets, tables.Gains, force, torque);
        Tca9548aSwitch mux = new(bus, SimulatedTca9548a.DefaultAddress, keepsSelection: true);
        ISensor[] channels = new ISensor[SixBridges.Channels];
        for (int channel = 0; channel < channels.Length; channel++)
        {
            channels[channel] = new Nau7802Sensor(mux.Channel(channel), SimulatedNau7802.DefaultAddress, clock);
        }

        return new SixAxisSensor(channels, null, calibration, clock, new SixAxisOptions());
    }
}
