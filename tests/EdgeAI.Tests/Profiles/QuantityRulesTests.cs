using EdgeAI.Device.Messages;
using EdgeAI.Profiles.Boards;
using EdgeAI.Tests.Device.Configuration;

namespace EdgeAI.Tests.Profiles;

/// <summary>Streams that measure something else than what takes them.</summary>
public sealed class QuantityRulesTests
{
    [Theory]
    [InlineData("""{ "stream": 6, "name": "head/page", "driver": "mlx90640", "bus": "head_i2c", "address": "0x33", "rateHz": 8, "frame": "thermal" }""",
        """{ "stream": 9, "name": "x", "kind": "presence", "input": "head/page", "thresholdDegreesCelsius": 3, "minimumPixels": 3, "allowedAgeMilliseconds": 200 }""",
        "$.stages[0].input: a 'presence' stage takes degrees Celsius, and 'head/page' gives raw counts; name a stream of degrees Celsius")]
    [InlineData("""{ "stream": 6, "name": "hand/air", "driver": "bmp390-taxels", "bus": "head_i2c", "chips": [ { "address": "0x76" } ], "rateHz": 100, "frame": "r_air" }""",
        """{ "stream": 9, "name": "x", "kind": "grasp-stability", "model": "grasp", "input": "hand/air", "allowedAgeMilliseconds": 200 }""",
        "$.stages[0].input: a 'grasp-stability' stage takes raw counts, and 'hand/air' gives pascal; name a stream of raw counts")]
    [InlineData("""{ "stream": 6, "name": "wrist/motion", "driver": "lsm6dso", "bus": "head_i2c", "address": "0x6A", "rateHz": 104, "frame": "r_wrench" }""",
        """{ "stream": 9, "name": "x", "kind": "imu-frame", "frame": "r_wrench", "input": "wrist/motion", "allowedAgeMilliseconds": 200 }, { "stream": 10, "name": "y", "kind": "tool-weight", "join": "greedy", "toolKilogram": 1, "toolCentre": [0, 0, 0], "inputs": ["wrist/wrench", "x"], "allowedAgeMilliseconds": 200 }""",
        "$.stages[1].inputs[1]: a 'tool-weight' stage takes an orientation, and 'x' gives rates and accelerations without an orientation; name a stream of an orientation")]
    public void TryParse_StreamOfAnotherQuantity_SaysBoth(string sensor, string stage, string expected) =>
        Assert.Contains(ChangedProfile.ProblemsOf([sensor], [stage]), problem => problem.EndsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void TryParse_StreamOfAStageThatMakesTheQuantity_HasNoProblem() => Assert.Empty(ChangedProfile.ProblemsOf(
        [ChangedProfile.Imu(104)],
        [
            """{ "stream": 9, "name": "turned", "kind": "orientation", "input": "wrist/motion", "allowedAgeMilliseconds": 200 }""",
            """{ "stream": 10, "name": "told", "kind": "imu-frame", "frame": "r_wrench", "input": "turned", "allowedAgeMilliseconds": 200 }""",
        ]));

    /// <summary>What the table says of a driver is what its readings are.</summary>
    [Fact]
    public void Quantity_OfEveryDriver_IsThatOfItsReadings()
    {
        EveryDriverBoard board = new();
        EdgeAI.Device.Configuration.SensorCatalog catalog = new(board.Configuration, board, board, board.Clock);
        int compared = 0;
        for (int index = 0; index < board.Configuration.Sensors.Length; index++)
        {
            DriverFacts facts = DriverFacts.All.First(driver => driver.Code == (byte)board.Configuration.Sensors[index].Driver);
            Assert.Equal(EdgeAI.Device.Configuration.CatalogStatus.Ok, catalog.TryMake(index, out EdgeAI.Device.Board.ISensor? sensor));

            // A host's sensors are stand-ins here.
            if (facts.Quantity is { } quantity && !facts.Simulated)
            {
                compared++;
                Assert.Equal(UnitOf(quantity), UnitOf(sensor!.Reading));
            }
        }

        Assert.True(compared > 15, $"{compared} compared");
    }

    private static Unit UnitOf(Quantity quantity) => quantity switch
    {
        Quantity.Counts => Unit.Count,
        Quantity.Newton => Unit.Newton,
        Quantity.DegreesCelsius => Unit.DegreeCelsius,
        Quantity.Pascal => Unit.Pascal,
        Quantity.Metres => Unit.Metre,
        Quantity.Tesla => Unit.Tesla,
        Quantity.Power => Unit.Volt,
        Quantity.Rates => Unit.RadianPerSecond,
        _ => Unit.One,
    };

    private static Unit UnitOf(Message reading) => reading switch
    {
        Image image => image.Scale.Unit,
        TactileArray array => array.Scale.Unit,
        RangeGrid grid => grid.Scale.Unit,
        RangeMeasurement range => range.Scale.Unit,
        WrenchStamped wrench => wrench.ForceScale.Unit,
        Imu imu => (imu.Parts & ImuParts.Orientation) != 0 ? imu.OrientationScale.Unit : imu.AngularVelocityScale.Unit,
        ElectricalState state => state.VoltageScale.Unit,
        ScalarMessage scalar => scalar.Scale.Unit,
        _ => throw new NotSupportedException(reading.Type.ToString()),
    };
}
