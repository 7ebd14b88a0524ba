namespace EdgeAI.Perception.Store;

/// <summary>A name in a store: which generations it has, which of them robots run, and which they ran before.</summary>
public sealed record ModelRef
{
    /// <summary>The only format that is read.</summary>
    public const string SupportedFormat = "edgeai-model-ref/1";

    /// <summary>The format, <see cref="SupportedFormat"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The number of the generation that robots run.</summary>
    public required int Current { get; init; }

    /// <summary>The numbers of those that robots ran before, the latest last; a rollback goes back along it.</summary>
    public required int[] History { get; init; }

    /// <summary>The generation that running robots ask in the shadow, and promote if their gate lets it through; null for none.</summary>
    public int? Candidate { get; init; }

    /// <summary>The number that the next generation gets.</summary>
    public required int Next { get; init; }

    /// <summary>Its generations, oldest first.</summary>
    public required StoredGeneration[] Generations { get; init; }

    /// <summary>The change that made it what it is. It stands here, too, so that a change which the power ended before it reached the log gets there later.</summary>
    public StoreRecord? Change { get; init; }

    /// <summary>The generation that robots run.</summary>
    public StoredGeneration Running => Generations.First(generation => generation.Number == Current);

    /// <summary>The generation of a number; null where there is none.</summary>
    public StoredGeneration? GenerationOf(int number) => Array.Find(Generations, generation => generation.Number == number);

    /// <summary>What is wrong with what a file held; null for nothing.</summary>
    internal string? Fault(string name)
    {
        if (Format != SupportedFormat)
        {
            return $"$.format: \"{Format}\" is not \"{SupportedFormat}\"";
        }

        if (Name != name)
        {
            return $"$.name: \"{Name}\" is not \"{name}\"";
        }

        if (Array.Exists(Generations, static generation => !IsComplete(generation)))
        {
            return "$.generations: one is null, or lacks variants, files or their names";
        }

        if (GenerationOf(Current) is null || History.Any(number => GenerationOf(number) is null))
        {
            return "$.current, $.history: name a generation that is not there";
        }

        if (Generations.Select(static generation => generation.Number).Distinct().Count() != Generations.Length || Generations.Any(generation => generation.Number < 1 || generation.Number >= Next))
        {
            return "$.generations: numbers repeat, or lie outside 1 to $.next";
        }

        return Generations.Any(static generation => !IsWhole(generation)) ? "$.generations: a variant lacks its card or its graph, or names what is no SHA-256" : null;
    }

    // What the generated reader lets through: elements that are null, and parts of a record that the text leaves out.
    private static bool IsComplete(StoredGeneration? generation) => generation is { Variants: not null, Chosen: not null }
        && Array.TrueForAll(generation.Variants, static variant => variant is { Name: not null, Model: not null, Files: not null }
            && Array.TrueForAll(variant.Files, static file => file is { Name: not null, Sha256: not null }));

    private static bool IsWhole(StoredGeneration generation) => generation.VariantOf(generation.Chosen) is not null && generation.Variants.All(static variant =>
        ObjectName.IsValid(variant.Model)
        && variant.Files.All(static file => ObjectName.IsValid(file.Sha256) && file.Bytes >= 0 && file.Name.Length > 0 && Path.GetFileName(file.Name) == file.Name && file.Name is not ("." or ".."))
        && variant.Files.Any(static file => file.Name == Models.ModelCard.FileName)
        && variant.Files.Any(file => file.Sha256 == variant.Model));
}
