using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>Every driver of a configuration, made by the catalog on a register fake, and held to what is said of its stream.</summary>
public sealed class SensorCatalogTests
{
    private readonly EveryDriverBoard _board = new();
    private readonly SensorCatalog _catalog;

    public SensorCatalogTests() => _catalog = new SensorCatalog(_board.Configuration, _board, _board, _board.Clock);

    public static TheoryData<DriverCode> Drivers => [.. Enum.GetValues<DriverCode>()];

    [Theory]
    [MemberData(nameof(Drivers))]
    public void TryMake_EachDriver_ReadsWithinItsDescription(DriverCode driver)
    {
        SensorConfiguration configuration = _board.Sensor(driver);
        ISensor sensor = Make(driver);
        StreamDescription description = StreamDescriber.Describe(configuration, sensor);
        for (int variant = 0; variant < 4; variant++)
        {
            _board.Present(variant);
            _board.Clock.Advance(500_000_000);
            ReadUntilOk(sensor);
            Assert.Equal(description.ReadingType, sensor.Reading.Type);
            Assert.Equal(FrameStatus.Ok, FrameEncoder.Check(new FrameHeader(), sensor.Reading));
            int[] values = ReadingValues.Of(sensor.Reading);
            Assert.Equal(description.Elements * description.Components, values.Length);
            Assert.All(values, value => Assert.InRange(value, description.Minimum, description.Maximum));
        }

        Assert.Equal(0, _board.I2cWires.Collisions + _board.SecondWires.Collisions);
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public void Describe_EachDriver_SaysWhatItsConfigurationSaysAndFitsAFrame(DriverCode driver)
    {
        SensorConfiguration configuration = _board.Sensor(driver);
        StreamDescription description = StreamDescriber.Describe(configuration, Make(driver));

        Assert.Equal(FrameStatus.Ok, FrameEncoder.Check(new FrameHeader(), description));
        Assert.Equal(
            (configuration.Stream, configuration.PeriodMicroseconds, configuration.Uncertainty, configuration.Calibrated, configuration.FrameName),
            (description.Stream, description.PeriodMicroseconds, description.Uncertainty, description.CalibrationDate, description.FrameName.ToString()));
        Assert.Equal(configuration.CertificateHash, description.CertificateHash);
        Assert.NotEqual(0, description.SensorName.Count);
        foreach (TaxelLayout layout in StreamDescriber.LayoutsOf(configuration))
        {
            Assert.Equal(FrameStatus.Ok, FrameEncoder.Check(new FrameHeader(), layout));
            Assert.Equal(description.Elements, layout.Total);
        }
    }

    [Fact]
    public void LayoutsOf_ConfiguredTaxels_CarriesPlacesAndNormals()
    {
        SensorConfiguration sensor = _board.Sensor(DriverCode.Mpr121);
        TaxelLayout layout = Assert.Single(StreamDescriber.LayoutsOf(sensor));

        Assert.Equal((12, 0, 12), (layout.Total, layout.First, layout.Count));
        Assert.Equal([11, 0, 0], layout.Places[33..36].Select(static number => (int)number));
        Assert.Equal([600, 0, 800], layout.Normals[33..36].Select(static number => (int)number));
        Assert.Empty(StreamDescriber.LayoutsOf(_board.Sensor(DriverCode.Amg8833)));
    }

    [Theory]
    [InlineData(DriverCode.Bme280Temperature, DriverCode.Bme280Pressure, DriverCode.Bme280Humidity)]
    [InlineData(DriverCode.Sht4xHumidity, DriverCode.Sht4xTemperature, DriverCode.Sht4xTemperature)]
    public void TryMake_QuantitiesOfOneChip_ShareItsMeasurement(DriverCode first, DriverCode second, DriverCode third)
    {
        ISensor leader = Make(first);
        ISensor[] others = second == third ? [Make(second)] : [Make(second), Make(third)];
        ReadUntilOk(leader);
        Array.ForEach(others, ReadUntilOk);
        _board.Clock.Advance(1_000_000_000);
        ReadUntilOk(leader);
        int transfers = _board.Transfers;
        Assert.All(others, static other => Assert.Equal(SensorStatus.Ok, other.Read()));
        Assert.Equal(transfers, _board.Transfers);
        Assert.All(others, other => Assert.Equal(leader.Reading.Stamp.Nanoseconds, other.Reading.Stamp.Nanoseconds));
    }

    [Fact]
    public void TryMake_WithoutBusImageOrHost_SaysWhatIsMissing()
    {
        SensorCatalog bare = new(_board.Configuration, new NoBuses(), null, _board.Clock);
        SensorCatalog busAlone = new(_board.Configuration, _board, null, _board.Clock);

        Assert.Equal(CatalogStatus.NoBus, TryMake(bare, DriverCode.Amg8833));
        Assert.Equal(CatalogStatus.NoBus, TryMake(bare, DriverCode.Hx711));
        Assert.Equal(CatalogStatus.NotHere, TryMake(busAlone, DriverCode.SimulatedHand));
        Assert.Equal(CatalogStatus.NotHere, TryMake(busAlone, DriverCode.SimulatedWrist));
        Assert.Equal(CatalogStatus.NotHere, TryMake(busAlone, DriverCode.SimulatedArm));
        Assert.Equal(CatalogStatus.NoImage, TryMake(busAlone, DriverCode.Vl53l5cx));
        _board.Vl53l5cxImage = null;
        Assert.Equal(CatalogStatus.NoImage, TryMake(_catalog, DriverCode.Vl53l5cx));
    }

    /// <summary>What decodes can be made: no sound parameter makes a driver's constructor throw.</summary>
    [Fact]
    public void TryMake_EachAcceptedDamage_NeverThrows()
    {
        Random random = new(20261124);
        byte[] seed = ConfigurationVector.Named("every-driver").Bytes;
        int made = 0;
        for (int run = 0; run < 20_000; run++)
        {
            byte[] bytes = [.. seed];
            for (int damages = random.Next(1, 6); damages > 0; damages--)
            {
                bytes[random.Next(200, bytes.Length - 4)] = (byte)random.Next(256);
            }

            LittleEndian.WriteUInt32(bytes, bytes.Length - 4, Crc32C.Compute(bytes, 0, bytes.Length - 4));
            if (ConfigurationDecoder.Decode(bytes, bytes.Length).Configuration is { } configuration)
            {
                SensorCatalog catalog = new(configuration, _board, _board, _board.Clock);
                for (int index = 0; index < configuration.Sensors.Length; index++)
                {
                    Assert.Equal(CatalogStatus.Ok, catalog.TryMake(index, out ISensor? sensor));
                    Assert.Equal(FrameStatus.Ok, FrameEncoder.Check(new FrameHeader(), StreamDescriber.Describe(configuration.Sensors[index], sensor!)));
                    made++;
                }
            }
        }

        Assert.True(made > 20_000, $"only {made} sensors were made: nothing is proven");
    }

    private static CatalogStatus TryMake(SensorCatalog catalog, DriverCode driver)
    {
        CatalogStatus status = catalog.TryMake(Array.IndexOf(Enum.GetValues<DriverCode>(), driver), out ISensor? sensor);
        Assert.Equal(status == CatalogStatus.Ok, sensor is not null);
        return status;
    }

    private ISensor Make(DriverCode driver)
    {
        Assert.Equal(CatalogStatus.Ok, _catalog.TryMake(Array.IndexOf(_board.Configuration.Sensors, _board.Sensor(driver)), out ISensor? sensor));
        return sensor!;
    }

    private void ReadUntilOk(ISensor sensor)
    {
        SensorStatus status = sensor.Read();
        for (int attempt = 0; attempt < 20_000 && status != SensorStatus.Ok; attempt++)
        {
            _board.Clock.Advance(1_300_000);
            status = sensor.Read();
        }

        Assert.Equal(SensorStatus.Ok, status);
    }
}
