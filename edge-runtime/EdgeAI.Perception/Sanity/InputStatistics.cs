using System.Numerics.Tensors;
using System.Text.Json;
using EdgeAI.Device.Wire;

namespace EdgeAI.Perception.Sanity;

/// <summary>
/// What a model's input looked like in training, from input.json beside its card, and whether an input looks like it: the squared Mahalanobis
/// distance under probabilistic principal components (Tipping and Bishop, "Probabilistic Principal Component Analysis", 1999), with a limit
/// that a stated share of training inputs exceeds. Allocates nothing after loading; one thread at a time.
/// </summary>
public sealed class InputStatistics
{
    /// <summary>The file's name in a model's folder.</summary>
    public const string FileName = "input.json";

    /// <summary>The only format that is read.</summary>
    public const string SupportedFormat = "edgeai-model-input/1";

    /// <summary>One in so many values may stand at the end of the sensor's range before the input counts as saturated.</summary>
    public const int ValuesForOneAtTheEnd = 50;

    private const long MaxBytes = 8 << 20;
    private const int MaxDirections = 256;
    private const string Mend = "restore it from version control or train the model again with edge-runtime/training/train.sh";

    private readonly float[] _mean;
    private readonly float[][] _directions;
    private readonly double[] _spreads;
    private readonly double _rest;
    private float[] _centred;

    private InputStatistics(InputStatisticsDocument document)
    {
        _mean = Array.ConvertAll(document.Mean, static value => (float)value);
        _directions = Array.ConvertAll(document.Directions, static row => Array.ConvertAll(row, static value => (float)value));
        _spreads = document.Spreads;
        _rest = document.Rest;
        _centred = new float[_mean.Length];
        Limit = document.Limit;
        FalseAlarmRate = document.FalseAlarmRate;
        MeasuredRate = document.MeasuredRate;
        Low = (float?)document.Low;
        High = (float?)document.High;
        IsRestless = document.Restless;
        AlarmAt = (float?)document.AlarmAt;
        PeriodNanoseconds = document.PeriodMilliseconds is { } period ? (long)(period * 1e6) : null;
    }

    /// <summary>Time between two readings of a window, in nanoseconds; null where the input is one reading.</summary>
    public long? PeriodNanoseconds { get; }

    /// <summary>The least that the sensor can tell, in the input's own unit; null where it is not known.</summary>
    public float? Low { get; }

    /// <summary>The most that the sensor can tell, in the input's own unit; null where it is not known.</summary>
    public float? High { get; }

    /// <summary>Whether every channel of a working sensor moves by itself, so that one that never does is broken.</summary>
    public bool IsRestless { get; }

    /// <summary>The probability, 0 to 1, from which a class other than the first is called; null for the most probable class.</summary>
    public float? AlarmAt { get; }

    /// <summary>The squared distance beyond which an input is unfamiliar.</summary>
    public double Limit { get; }

    /// <summary>The share of training inputs beyond <see cref="Limit"/> when their group is left out of the statistics, 0 to 1.</summary>
    public double FalseAlarmRate { get; }

    /// <summary>The share of held-back inputs beyond <see cref="Limit"/>, measured in training, 0 to 1.</summary>
    public double MeasuredRate { get; }

    /// <summary>Reads the file of a model's folder. Never throws for what stands there.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="count">How many values the model takes.</param>
    /// <param name="statistics">The statistics, or null.</param>
    /// <param name="problem">One line that names the file and the mend; empty on success.</param>
    public static bool TryLoad(string folder, int count, out InputStatistics? statistics, out string problem)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = Path.Combine(folder, FileName);
        InputStatisticsDocument? document = null;
        string? fault;
        try
        {
            // A pipe or a device has no length, and opening one may wait for ever.
            long length = new FileInfo(path).Length;
            fault = length == 0 ? "is empty, or no regular file" : length > MaxBytes ? $"{length} bytes, more than the {MaxBytes} that it may have" : null;
            document = fault is null ? Deserialised(path) : null;
            fault ??= document is null ? "is null" : FaultOf(document, count);
        }
        catch (JsonException error)
        {
            fault = $"line {error.LineNumber + 1}: {error.Path ?? "$"} cannot be read";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            fault = $"cannot be read ({error.Message.Split('\n')[0].TrimEnd('.')})";
        }

        problem = fault is null ? "" : $"{path}: {fault}: {Mend}";
        statistics = fault is null ? new InputStatistics(document!) : null;
        return fault is null;
    }

    /// <summary>The squared distance of an input from those of the training; not finite where a value of it is not.</summary>
    /// <param name="input">As many values as the model takes.</param>
    public double SquaredDistance(ReadOnlySpan<float> input)
    {
        TensorPrimitives.Subtract(input, _mean, _centred);
        double left = TensorPrimitives.SumOfSquares<float>(_centred);
        double distance = 0;
        for (int direction = 0; direction < _directions.Length; direction++)
        {
            double along = TensorPrimitives.Dot<float>(_centred, _directions[direction]);
            left -= along * along;
            distance += along * along / (_spreads[direction] * _spreads[direction]);
        }

        return distance + (Math.Max(left, 0) / (_rest * _rest));
    }

    /// <summary>The same for another thread: judging needs room of its own.</summary>
    public InputStatistics ForAnotherThread()
    {
        InputStatistics other = (InputStatistics)MemberwiseClone();
        other._centred = new float[_centred.Length];
        return other;
    }

    /// <summary>Why an answer on an input would be suspect: saturated, unfamiliar, both or neither.</summary>
    /// <param name="input">As many values as the model takes.</param>
    public FrameFlags Judge(ReadOnlySpan<float> input)
    {
        int atTheEnd = 0;
        if (Low is not null || High is not null)
        {
            float low = Low ?? float.NegativeInfinity;
            float high = High ?? float.PositiveInfinity;
            foreach (float value in input)
            {
                atTheEnd += value <= low || value >= high ? 1 : 0;
            }
        }

        // Written so that a distance that is no number is beyond the limit.
        bool isFamiliar = SquaredDistance(input) <= Limit;
        return (atTheEnd * ValuesForOneAtTheEnd > input.Length ? FrameFlags.Saturated : FrameFlags.None)
            | (isFamiliar ? FrameFlags.None : FrameFlags.Unfamiliar);
    }

    private static InputStatisticsDocument? Deserialised(string path)
    {
        using FileStream file = File.OpenRead(path);
        return JsonSerializer.Deserialize(file, InputStatisticsJson.Default.InputStatisticsDocument);
    }

    private static string? FaultOf(InputStatisticsDocument document, int count) =>
        document.Format != SupportedFormat ? $"$.format: \"{document.Format}\" is not \"{SupportedFormat}\""
        : document.Mean.Length != count ? $"$.mean: has {document.Mean.Length} values where the model takes {count}"
        : document.Directions.Length > MaxDirections || document.Spreads.Length != document.Directions.Length ? "$.spreads: is not one for each of at most 256 directions"
        : document.Directions.Any(row => row?.Length != count) ? $"$.directions: one has not {count} values"
        : !(document.Spreads.Append(document.Rest).Append(document.Limit).All(static value => value > 0)) ? "$.spreads, $.rest or $.limit: is not above 0"
        : document.PeriodMilliseconds is <= 0 or > 86_400_000 ? "$.periodMilliseconds: is not above 0 and at most a day"
        : document.AlarmAt is <= 0 or > 1 ? "$.alarmAt: is not above 0 and at most 1"
        : null;
}
