namespace EdgeAI.Perception.Store;

/// <summary>One version of a model in a store.</summary>
/// <param name="Number">Its number, counted from 1 and never used again.</param>
/// <param name="Added">When it was added, UTC.</param>
/// <param name="Variants">Its forms, <see cref="StoredVariant.Original"/> first.</param>
/// <param name="Chosen">The variant that robots run.</param>
public sealed record StoredGeneration(int Number, DateTimeOffset Added, StoredVariant[] Variants, string Chosen)
{
    /// <summary>The variant that robots run.</summary>
    public StoredVariant Running => Variants.First(variant => variant.Name == Chosen);

    /// <summary>The variant of a name; null where there is none.</summary>
    public StoredVariant? VariantOf(string name) => Array.Find(Variants, variant => variant.Name == name);
}
