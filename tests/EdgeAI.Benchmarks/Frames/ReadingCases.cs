using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using Google.Protobuf;

namespace EdgeAI.Benchmarks.Frames;

/// <summary>Typical readings of a humanoid's boards, each as everybody says it.</summary>
internal static class ReadingCases
{
    private const long Time = 12_345_678;
    private const int Uncertainty = 120;
    private const int Sequence = 100_000;

    private static readonly string[] Units = ["count", "Cel", "N", "Nm", "Pa", "m", "/", "V", "A", "W", "rad", "rad/s", "m/s2", "T"];
    private static readonly string[] Axes = ["x", "y", "z", "w"];

    public static ReadingCase[] All() => [Force(), Tactile(12), Tactile(72), Image(), Imu(), Range(), Temperature()];

    private static ReadingCase Force()
    {
        ForceStamped force = new() { RawCount = -1_234_567, Value = 98_066, Scale = new Scale(5, -4, Unit.Newton), Stamp = Stamp() };
        SenMlPack pack = Pack(4);
        pack.Add("raw", "count", force.RawCount, 0);
        Add(pack, "force", force.Value, force.Scale);
        Proto.ForceReading proto = new() { Header = Header(), Scale = Of(force.Scale), RawCount = force.RawCount, Value = force.Value };
        JsonForce json = new() { RawCount = force.RawCount, Value = force.Value, Scale = Json(force.Scale) };
        return Make("ForceStamped", force, new ForceStamped(), json, JsonReadings.Default.JsonForce, pack, proto, Proto.ForceReading.Parser);
    }

    private static ReadingCase Tactile(int taxels)
    {
        TactileArray tactile = new(taxels, 1) { TaxelCount = taxels, Stamp = Stamp() };
        Fill(tactile.Values, -200, 3900);
        SenMlPack pack = Pack(taxels + 2);
        AddEach(pack, tactile.Values, tactile.Scale);
        Proto.TactileReading proto = new() { Header = Header(), Scale = Of(tactile.Scale), Components = 1 };
        proto.Values.AddRange(tactile.Values.Select(static value => (int)value));
        JsonTactile json = new() { TaxelCount = taxels, Components = 1, Scale = Json(tactile.Scale), Values = tactile.Values };
        return Make($"TactileArray {taxels}", tactile, new TactileArray(taxels, 1), json, JsonReadings.Default.JsonTactile, pack, proto, Proto.TactileReading.Parser);
    }

    private static ReadingCase Image()
    {
        Image image = new(64) { Width = 8, Height = 8, Scale = new Scale(25, -2, Unit.DegreeCelsius), Stamp = Stamp() };
        Fill(image.Samples, 80, 150);
        SenMlPack pack = Pack(68);
        pack.Add("width", null, image.Width, 0);
        pack.Add("height", null, image.Height, 0);
        AddEach(pack, image.Samples, image.Scale);
        Proto.ImageReading proto = new() { Header = Header(), Scale = Of(image.Scale), Width = 8, Height = 8 };
        proto.Samples.AddRange(image.Samples.Select(static value => (int)value));
        JsonImage json = new() { Width = 8, Height = 8, Scale = Json(image.Scale), Samples = image.Samples };
        return Make("Image 8x8", image, new Image(64), json, JsonReadings.Default.JsonImage, pack, proto, Proto.ImageReading.Parser);
    }

    private static ReadingCase Imu()
    {
        Imu imu = new() { Parts = ImuParts.Orientation | ImuParts.AngularVelocity | ImuParts.LinearAcceleration, Stamp = Stamp() };
        ((int[])[120, -340, 9_310, 3_580]).CopyTo(imu.Orientation, 0);
        ((int[])[-512, 77, 1_204]).CopyTo(imu.AngularVelocity, 0);
        ((int[])[151, -80, 9_806]).CopyTo(imu.LinearAcceleration, 0);
        SenMlPack pack = Pack(12);
        Proto.ImuReading proto = new()
        {
            Header = Header(),
            OrientationScale = Of(imu.OrientationScale),
            AngularVelocityScale = Of(imu.AngularVelocityScale),
            LinearAccelerationScale = Of(imu.LinearAccelerationScale),
        };
        proto.Orientation.AddRange(imu.Orientation);
        proto.AngularVelocity.AddRange(imu.AngularVelocity);
        proto.LinearAcceleration.AddRange(imu.LinearAcceleration);
        AddAxes(pack, "q", imu.Orientation, imu.OrientationScale);
        AddAxes(pack, "g", imu.AngularVelocity, imu.AngularVelocityScale);
        AddAxes(pack, "a", imu.LinearAcceleration, imu.LinearAccelerationScale);
        JsonImu json = new()
        {
            OrientationScale = Json(imu.OrientationScale),
            Orientation = imu.Orientation,
            AngularVelocityScale = Json(imu.AngularVelocityScale),
            AngularVelocity = imu.AngularVelocity,
            LinearAccelerationScale = Json(imu.LinearAccelerationScale),
            LinearAcceleration = imu.LinearAcceleration,
        };
        return Make("Imu", imu, new Imu(), json, JsonReadings.Default.JsonImu, pack, proto, Proto.ImuReading.Parser);
    }

    private static ReadingCase Range()
    {
        RangeMeasurement range = new() { Distance = 1_234, Minimum = 200, Maximum = 8_000, FieldOfViewMilliradian = 35, SignalStrength = 2_900, Stamp = Stamp() };
        SenMlPack pack = Pack(8);
        Add(pack, "range", range.Distance, range.Scale);
        Add(pack, "min", range.Minimum, range.Scale);
        Add(pack, "max", range.Maximum, range.Scale);
        pack.Add("fov", "rad", range.FieldOfViewMilliradian, -3);
        pack.Add("signal", null, range.SignalStrength, 0);
        pack.Add("status", null, (int)range.Status, 0);
        Proto.RangeReading proto = new()
        {
            Header = Header(),
            Scale = Of(range.Scale),
            FieldOfViewMilliradian = range.FieldOfViewMilliradian,
            SignalStrength = range.SignalStrength,
            Distance = range.Distance,
            Minimum = range.Minimum,
            Maximum = range.Maximum,
        };
        JsonRange json = new()
        {
            FieldOfViewMilliradian = range.FieldOfViewMilliradian,
            SignalStrength = range.SignalStrength,
            Scale = Json(range.Scale),
            Distance = range.Distance,
            Minimum = range.Minimum,
            Maximum = range.Maximum,
        };
        return Make("RangeMeasurement", range, new RangeMeasurement(), json, JsonReadings.Default.JsonRange, pack, proto, Proto.RangeReading.Parser);
    }

    private static ReadingCase Temperature()
    {
        Temperature temperature = new() { Value = 2_137, Scale = new Scale(1, -2, Unit.DegreeCelsius), Stamp = Stamp() };
        SenMlPack pack = Pack(4);
        Add(pack, "temp", temperature.Value, temperature.Scale);
        Proto.ScalarReading proto = new() { Header = Header(), Scale = Of(temperature.Scale), Value = temperature.Value };
        JsonScalar json = new() { Value = temperature.Value, Scale = Json(temperature.Scale) };
        return Make("Temperature", temperature, new Temperature(), json, JsonReadings.Default.JsonScalar, pack, proto, Proto.ScalarReading.Parser);
    }

    private static ReadingCase Make(
        string name, Message message, Message into, JsonReading json, JsonTypeInfo jsonType, SenMlPack pack, IMessage proto, MessageParser parser)
    {
        json.Type = message.Type.ToString();
        json.Flags = 1;
        json.Stream = 4;
        json.Board = 5;
        json.Boot = 6;
        json.Sequence = Sequence;
        json.TimeMicroseconds = Time;
        json.UncertaintyMicroseconds = Uncertainty;
        return new ReadingCase(name, message, into, json, jsonType, pack, proto, parser);
    }

    private static Stamp Stamp() => new(Time * 1000, Uncertainty * 1000);

    private static Proto.Header Header() => new() { Flags = 1, Stream = 4, Board = 5, Boot = 6, Sequence = Sequence, TimeMicroseconds = Time, UncertaintyMicroseconds = Uncertainty };

    private static Proto.Scale Of(Scale scale) => new() { Mantissa = scale.Mantissa, Exponent = scale.Exponent, Unit = (uint)scale.Unit };

    private static JsonScale Json(Scale scale) => new() { Mantissa = scale.Mantissa, Exponent = scale.Exponent, Unit = (byte)scale.Unit };

    /// <summary>Board, boot, stream and flags in the base name; number and uncertainty, for which SenML has no label, as records.</summary>
    private static SenMlPack Pack(int capacity)
    {
        SenMlPack pack = new(capacity) { BaseNameText = "5:6:4:1:", TimeMicroseconds = Time };
        pack.Add("seq", null, Sequence, 0);
        pack.Add("unc", "s", Uncertainty, -6);
        return pack;
    }

    private static void Add(SenMlPack pack, string name, int value, Scale scale) => pack.Add(name, Units[(int)scale.Unit], (long)value * scale.Mantissa, scale.Exponent);

    private static void AddAxes(SenMlPack pack, string name, int[] values, Scale scale)
    {
        for (int axis = 0; axis < values.Length; axis++)
        {
            Add(pack, name + Axes[axis], values[axis], scale);
        }
    }

    private static void AddEach(SenMlPack pack, short[] values, Scale scale)
    {
        for (int index = 0; index < values.Length; index++)
        {
            Add(pack, index.ToString(CultureInfo.InvariantCulture), values[index], scale);
        }
    }

    private static void Fill(short[] values, int low, int high)
    {
        Random random = new(values.Length);
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = (short)random.Next(low, high);
        }
    }
}
