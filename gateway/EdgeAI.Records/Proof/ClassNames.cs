namespace EdgeAI.Records.Proof;

/// <summary>The classes as lines say them (RECORDS.md, "Verification").</summary>
internal static class ClassNames
{
    private static readonly string[] Names = ["-", "safety", "event", "telemetry", "bulk"];

    /// <summary>The class's name; "-" when it is not known.</summary>
    public static string Of(RecordClass recordClass) => (int)recordClass < Names.Length ? Names[(int)recordClass] : Names[0];

    /// <summary>Reads a name; false when it is none.</summary>
    public static bool TryRead(string name, out RecordClass recordClass)
    {
        int index = Array.IndexOf(Names, name);
        recordClass = index < 0 ? default : (RecordClass)index;
        return index >= 0;
    }
}
