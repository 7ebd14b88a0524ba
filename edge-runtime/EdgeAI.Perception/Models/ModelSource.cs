using System.Security.Cryptography;
using System.Text;
using EdgeAI.Perception.Onnx;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Models;

/// <summary>A model file's bytes, found harmless: what a session is started from.</summary>
internal sealed class ModelSource
{
    private ModelSource(string path, byte[] content, byte[] digest, IReadOnlyList<ExternalFile> externals)
    {
        Path = path;
        Content = content;
        Digest = digest;
        Externals = externals;
    }

    /// <summary>Where the file lies.</summary>
    public string Path { get; }

    /// <summary>The file's bytes.</summary>
    public byte[] Content { get; }

    /// <summary>Their SHA-256.</summary>
    public byte[] Digest { get; }

    /// <summary>The files beside it that hold weights.</summary>
    public IReadOnlyList<ExternalFile> Externals { get; }

    /// <summary>SHA-256 of the names and digests of <see cref="Externals"/>; empty where there are none.</summary>
    public string WeightsSha256 => Externals.Count == 0
        ? ""
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Externals.Select(static file => $"{file.Location} {file.Sha256}")))));

    /// <summary>SHA-256 of the file and its weights, for what is kept of this very model: 64 hexadecimal digits.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData([.. Digest, .. Encoding.UTF8.GetBytes(WeightsSha256)]));

    /// <summary>The folder that weights outside the file lie in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>Reads a file, holds it against its card and looks through it. Never throws for what the file holds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="card">The card that names it.</param>
    /// <param name="cardPath">Where the card lies.</param>
    /// <param name="maxBytes">The most bytes of the file and the weights beside it.</param>
    /// <param name="source">The source, or null.</param>
    /// <param name="problem">One line; empty on success.</param>
    public static ModelRefusal Read(string path, ModelCard card, string cardPath, long maxBytes, out ModelSource? source, out string problem)
    {
        source = null;
        string mend = MendOf(card);
        ModelRefusal refusal = ReadFile(path, maxBytes, mend, out byte[] content, out problem);
        if (refusal != ModelRefusal.None)
        {
            return refusal;
        }

        byte[] digest = SHA256.HashData(content);
        if (card.Sha256 is { } pinned && !digest.AsSpan().SequenceEqual(Convert.FromHexString(pinned)))
        {
            problem = $"{path}: its SHA-256 is {Convert.ToHexStringLower(digest)} where {cardPath} says {pinned}: the file is damaged or another version: {mend}";
            return ModelRefusal.DigestDiffers;
        }

        OnnxScan scan = OnnxScan.Of(content);
        if (scan.Fault != OnnxFault.None)
        {
            problem = $"{path}: is {(scan.Fault == OnnxFault.Damaged ? "no ONNX model, or a damaged one" : "refused")}: {scan.Reason}: {mend}";
            return RefusalOf(scan.Fault);
        }

        if (!ExternalFile.TryFind(scan.Externals, path, maxBytes - content.Length, out IReadOnlyList<ExternalFile> externals, out string fault))
        {
            problem = $"{path}: {fault}";
            return ModelRefusal.ExternalData;
        }

        source = new ModelSource(path, content, digest, externals);
        return ModelRefusal.None;
    }

    /// <summary>What to do about a bad model file: train it again, or fetch it again.</summary>
    public static string MendOf(ModelCard card) => card.Format == ModelCard.FullFormat
        ? "restore it from version control or train it again with edge-runtime/training/train.sh"
        : "copy it again from where it came from, or export it again";

    private static ModelRefusal RefusalOf(OnnxFault fault) => fault switch
    {
        OnnxFault.Damaged => ModelRefusal.NotAModel,
        OnnxFault.TooComplex => ModelRefusal.TooComplex,
        OnnxFault.AbsurdShape => ModelRefusal.AbsurdShape,
        _ => ModelRefusal.ExternalData,
    };

    private static ModelRefusal ReadFile(string path, long maxBytes, string mend, out byte[] content, out string problem)
    {
        content = [];
        try
        {
            // A pipe or a device has no length and would be read for ever.
            long length = new FileInfo(path).Length;
            if (length > maxBytes)
            {
                problem = $"{path}: {length} bytes, more than the {maxBytes} allowed: raise the limit in the profile or use a smaller model";
                return ModelRefusal.TooLarge;
            }

            if (length > 0)
            {
                using FileStream file = File.OpenRead(path);
                content = new byte[length];
                file.ReadExactly(content);
            }

            problem = "";
            return ModelRefusal.None;
        }
        catch (FileNotFoundException)
        {
            problem = $"{path}: no such file, although its card names it: {mend}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: cannot be read ({OnnxRuntimeText.FirstLine(error)}): {mend}";
        }

        return ModelRefusal.Missing;
    }
}
