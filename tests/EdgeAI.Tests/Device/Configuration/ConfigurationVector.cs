namespace EdgeAI.Tests.Device.Configuration;

/// <summary>
/// One line of Vectors/index.tsv with its file NAME.hex. The vectors are made by make_vectors.py from the text of firmware/CONFIGURATION.md alone; a change of
/// the format changes the text first, then these files, then the code.
/// </summary>
internal sealed record ConfigurationVector(string Name, string Verdict, int Offset, int Bus, int Sensor, string Says)
{
    public static string Folder { get; } = Checkout.PathOf("tests", "EdgeAI.Tests", "Device", "Configuration", "Vectors");

    public static IReadOnlyList<ConfigurationVector> All { get; } =
    [
        .. File.ReadLines(Path.Combine(Folder, "index.tsv")).Skip(1).Select(static line =>
        {
            string[] parts = line.Split('\t');
            return new ConfigurationVector(parts[0], parts[1], Number(parts[2]), Number(parts[3]), Number(parts[4]), parts[5]);
        }),
    ];

    public byte[] Bytes =>
        Convert.FromHexString(string.Concat(File.ReadAllText(Path.Combine(Folder, Name + ".hex")).Where(static character => !char.IsWhiteSpace(character))));

    public static ConfigurationVector Named(string name) => All.Single(vector => vector.Name == name);

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
