using System.Security.Cryptography;
using EdgeAI.Perception.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Models;

/// <summary>A model folder, opened: its card, the digest of the very bytes that run, and the session that runs them.</summary>
public sealed class Model : IDisposable
{
    private const string Restore = "restore it from version control or train it again with edge-runtime/training/train.sh";

    private readonly byte[] _digest;

    private Model(ModelCard card, byte[] digest, ModelSession session)
    {
        Card = card;
        _digest = digest;
        Session = session;
    }

    /// <summary>The card that came with it.</summary>
    public ModelCard Card { get; }

    /// <summary>SHA-256 of the model file, 32 bytes.</summary>
    public ReadOnlySpan<byte> Digest => _digest;

    /// <summary>The session, warmed up. One thread at a time.</summary>
    public ModelSession Session { get; }

    /// <summary>Opens a model folder. Never throws for what the folder holds.</summary>
    /// <param name="folder">The folder that holds <see cref="ModelCard.FileName"/> and the model.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="model">The model, or null.</param>
    /// <param name="problem">One line that names the file and the mend; empty on success.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static bool TryOpen(string folder, ModelOptions options, out Model? model, out string problem) =>
        Open(folder, options, out model, out problem) == ModelRefusal.None;

    /// <summary>Opens a model folder and names why it did not. Never throws for what the folder holds.</summary>
    /// <inheritdoc cref="TryOpen"/>
    public static ModelRefusal Open(string folder, ModelOptions options, out Model? model, out string problem)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ModelSession.Check(options);
        model = null;
        string cardPath = Path.Combine(folder, ModelCard.FileName);
        if (!File.Exists(cardPath))
        {
            problem = $"{cardPath}: no such file: name a folder that holds a model and its card, such as edge-runtime/models/grasp-stability";
            return ModelRefusal.Missing;
        }

        if (!ModelCard.TryLoad(cardPath, out ModelCard? card, out problem))
        {
            return ModelRefusal.CardInvalid;
        }

        string path = Path.Combine(folder, card!.File);
        ModelRefusal refusal = Read(path, options.MaxFileBytes, out byte[] content, out problem);
        if (refusal != ModelRefusal.None)
        {
            return refusal;
        }

        byte[] digest = SHA256.HashData(content);
        if (!digest.AsSpan().SequenceEqual(Convert.FromHexString(card.Sha256)))
        {
            problem = $"{path}: its SHA-256 is {Convert.ToHexStringLower(digest)} where {cardPath} says {card.Sha256}: the file is damaged or another version: {Restore}";
            return ModelRefusal.DigestDiffers;
        }

        refusal = Start(path, content, card, options, out ModelSession? session, out problem);
        if (refusal == ModelRefusal.None)
        {
            model = new Model(card, digest, session!);
        }

        return refusal;
    }

    /// <summary>Frees the session; a stage that holds the model may not be called again.</summary>
    public void Dispose() => Session.Dispose();

    private static ModelRefusal Read(string path, long maxBytes, out byte[] content, out string problem)
    {
        content = [];
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > maxBytes)
            {
                problem = $"{path}: {file.Length} bytes, more than the {maxBytes} allowed: raise the limit in the profile or use a smaller model";
                return ModelRefusal.TooLarge;
            }

            content = new byte[file.Length];
            file.ReadExactly(content);
            problem = "";
            return ModelRefusal.None;
        }
        catch (FileNotFoundException)
        {
            problem = $"{path}: no such file, although its card names it: {Restore}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: cannot be read ({FirstLine(error)}): {Restore}";
        }

        return ModelRefusal.Missing;
    }

    private static ModelRefusal Start(string path, byte[] content, ModelCard card, ModelOptions options, out ModelSession? session, out string problem)
    {
        session = null;
        try
        {
            session = ModelSession.TryStart(content, card, options, out string difference);
            problem = session is null ? $"{path}: {difference}: mend the card or use the model that it was written for" : "";
            return session is null ? ModelRefusal.ShapeDiffers : ModelRefusal.None;
        }
        catch (OnnxRuntimeException error)
        {
            problem = $"{path}: OnnxRuntime cannot load it ({FirstLine(error)}): {Restore}";
            return ModelRefusal.NotAModel;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException)
        {
            problem = $"{path}: OnnxRuntime's native library cannot be loaded ({FirstLine(error.GetBaseException())}): install one built for this machine";
            return ModelRefusal.RuntimeMissing;
        }
    }

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].TrimEnd('.', '\r', ' ');
}
