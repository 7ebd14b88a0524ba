using System.Text.Json;

namespace EdgeAI.Perception.Store;

/// <summary>What a candidate must keep to take a model's place. Read from a JSON file or a card's <c>gate</c>; what is left out has these defaults.</summary>
/// <remarks>Its properties can be set, and not only initialised, since the generated reader gives the others of a record no chance to keep their defaults.</remarks>
public sealed record ModelGate
{
    private const long MaxFileBytes = 1 << 16;

    /// <summary>The fewest inputs that say anything.</summary>
    public int MinInputs { get; set; } = 100;

    /// <summary>The least part of inputs on which both answer the same, 0 to 1: the same class; the same boxes for a detector.</summary>
    public double MinAgreement { get; set; } = 0.95;

    /// <summary>The most that answers may be apart in the mean, 0 to 1: half the summed difference of probabilities.</summary>
    public double MaxMeanDistance { get; set; } = 0.1;

    /// <summary>The most that the candidate's median inference may take, as a ratio to the current model's.</summary>
    public double MaxLatencyRatio { get; set; } = 1.5;

    /// <summary>The same of what 99 in 100 inferences do not exceed.</summary>
    public double MaxLatencyRatioP99 { get; set; } = 3;

    /// <summary>The most bytes that the candidate's files may have.</summary>
    public long MaxModelBytes { get; set; } = 256L << 20;

    /// <summary>The most bytes that the process may grow by when the candidate is opened.</summary>
    public long MaxMemoryBytes { get; set; } = 1L << 30;

    /// <summary>The least accuracy on inputs whose class is known; null for no such bound, and then nothing is lost where no class is known.</summary>
    public double? MinAccuracy { get; set; }

    /// <summary>The most accuracy that may be lost to the current model on inputs whose class is known.</summary>
    public double MaxAccuracyLoss { get; set; } = 0.01;

    /// <summary>The most by which a candidate may change its mind more often than the current model when inputs are disturbed, for each disturbance.</summary>
    public double MaxRobustnessLoss { get; set; } = 0.05;

    /// <summary>The same for single disturbances by name, in place of <see cref="MaxRobustnessLoss"/>.</summary>
    public Dictionary<string, double> Robustness { get; set; } = [];

    /// <summary>Reads a gate.</summary>
    /// <param name="path">The file.</param>
    /// <param name="gate">The gate, or null.</param>
    /// <param name="problem">One line that names the file, the place and the mend; empty on success.</param>
    public static bool TryLoad(string path, out ModelGate? gate, out string problem)
    {
        gate = null;
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > MaxFileBytes)
            {
                problem = $"{path}: {file.Length} bytes, more than the {MaxFileBytes} that a gate may have: name a gate's file (edge-runtime/MODELS.md)";
                return false;
            }

            gate = JsonSerializer.Deserialize(file, StoreJson.Default.ModelGate);
        }
        catch (JsonException error)
        {
            problem = $"{path}:{error.LineNumber + 1}: {error.Path ?? "$"}: is not what a gate has there: see edge-runtime/MODELS.md";
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: cannot be read ({error.Message.Split('\n')[0].TrimEnd('.')}): name a gate's file";
            return false;
        }

        string? fault = gate?.Fault() ?? (gate is null ? "$: is null" : null);
        problem = fault is null ? "" : $"{path}: {fault}: see edge-runtime/MODELS.md";
        gate = fault is null ? gate : null;
        return gate is not null;
    }

    /// <summary>Reads the gate that a model's card has as <c>gate</c>; the defaults where it has none.</summary>
    /// <param name="card">The card of the model that robots run: a candidate does not choose its own bounds.</param>
    /// <param name="gate">The gate, or null.</param>
    /// <param name="problem">One line that names the card, the place and the mend; empty on success.</param>
    public static bool TryRead(Models.ModelCard card, out ModelGate? gate, out string problem)
    {
        ArgumentNullException.ThrowIfNull(card);
        gate = new ModelGate();
        string? fault = null;
        if (card.Others?.TryGetValue("gate", out JsonElement text) == true)
        {
            try
            {
                gate = text.Deserialize(StoreJson.Default.ModelGate);
                fault = gate is null ? "is null" : gate.Fault();
            }
            catch (JsonException error)
            {
                fault = $"{error.Path ?? "$"}: is not what a gate has there";
            }
        }

        problem = fault is null ? "" : $"the card of {card.Name}: $.gate: {fault}: see edge-runtime/MODELS.md";
        gate = fault is null ? gate : null;
        return gate is not null;
    }

    private string? Fault()
    {
        if (MinInputs < 1)
        {
            return "$.minInputs: is below 1";
        }

        (string Name, double Value, double Most)[] all =
        [
            ("minAgreement", MinAgreement, 1), ("maxMeanDistance", MaxMeanDistance, 1), ("maxLatencyRatio", MaxLatencyRatio, 1000), ("maxLatencyRatioP99", MaxLatencyRatioP99, 1000),
            ("maxModelBytes", MaxModelBytes, long.MaxValue), ("maxMemoryBytes", MaxMemoryBytes, long.MaxValue), ("minAccuracy", MinAccuracy ?? 0, 1), ("maxAccuracyLoss", MaxAccuracyLoss, 1),
            ("maxRobustnessLoss", MaxRobustnessLoss, 1), .. Robustness.Select(static bound => ($"robustness.{bound.Key}", bound.Value, 1.0)),
        ];
        (string name, double value, double most) = Array.Find(all, static bound => !(bound.Value >= 0 && bound.Value <= bound.Most));
        if (name is not null)
        {
            return FormattableString.Invariant($"$.{name}: {value} is not from 0 to {most}");
        }

        string? unknown = Robustness.Keys.FirstOrDefault(static disturbance => !Disturbances.Names.Contains(disturbance));
        return unknown is null ? null : $"$.robustness: knows no '{unknown}', only {string.Join(", ", Disturbances.Names)}";
    }
}
