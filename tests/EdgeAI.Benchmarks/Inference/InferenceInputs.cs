namespace EdgeAI.Benchmarks.Inference;

/// <summary>The same varied inputs for every way: trees take other branches on other readings.</summary>
internal static class InferenceInputs
{
    public const int Count = 64;

    public static int[][] Make(int length)
    {
        Random random = new(20261123);
        int level = length == 72 ? 2800 : 0;
        return [.. Enumerable.Range(0, Count).Select(_ => Enumerable.Range(0, length).Select(_ => level + random.Next(-300, 300)).ToArray())];
    }
}
