namespace EdgeAI.Tests.Device.Wire;

/// <summary>
/// One line of Vectors/index.tsv with its two files: NAME.hex (raw form) and NAME.link.hex (link form).
/// The vectors were written by a separate program from the text of firmware/WIRE.md alone (bit-by-bit CRC, COBS by splitting at the zeros), before
/// and without the encoder under test. A change of the wire changes WIRE.md first, then these files, then the code.
/// </summary>
internal sealed record WireVector(string Name, string Verdict, string Fields)
{
    public static string Folder { get; } = Checkout.PathOf("tests", "EdgeAI.Tests", "Device", "Wire", "Vectors");

    public byte[] Raw => ReadHex(Name + ".hex");

    public byte[] Link => ReadHex(Name + ".link.hex");

    public static IReadOnlyList<WireVector> All { get; } =
    [
        .. File.ReadLines(Path.Combine(Folder, "index.tsv")).Skip(1).Select(static line =>
        {
            string[] parts = line.Split('\t');
            return new WireVector(parts[0], parts[1], parts[2]);
        }),
    ];

    public static WireVector Named(string name) => All.Single(vector => vector.Name == name);

    private static byte[] ReadHex(string file) =>
        Convert.FromHexString(string.Concat(File.ReadAllText(Path.Combine(Folder, file)).Where(static character => !char.IsWhiteSpace(character))));
}
