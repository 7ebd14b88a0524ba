using System.Security.Cryptography;

namespace EdgeAI.Perception.Store;

/// <summary>
/// Inputs that models are asked, as the bytes of their tensors one after the other; bounded in number and in bytes. Of more than it holds it keeps
/// every second, fourth and so on, so that the inputs of a long recording are spread over all of it.
/// </summary>
/// <param name="source">Where they come from, for people.</param>
/// <param name="maxInputs">The most inputs.</param>
/// <param name="maxBytes">The most bytes.</param>
public sealed class InputSet(string source, int maxInputs = 2048, long maxBytes = 512L << 20)
{
    private readonly List<byte[]> _inputs = [];
    private readonly List<KnownClass> _known = [];
    private long _bytes;
    private long _stride = 1;

    /// <summary>Where they come from, for people.</summary>
    public string Source { get; } = source;

    /// <summary>How many there are.</summary>
    public int Count => _inputs.Count;

    /// <summary>How many were offered.</summary>
    public long Offered { get; private set; }

    /// <summary>One input's bytes: every tensor in the graph's order.</summary>
    public ReadOnlySpan<byte> this[int index] => _inputs[index];

    /// <summary>Which class an input is known to be.</summary>
    public KnownClass KnownOf(int index) => _known[index];

    /// <summary>Adds an input, unless it is one of those that are left out.</summary>
    public void Add(ReadOnlySpan<byte> input, KnownClass known)
    {
        if (Offered++ % _stride != 0)
        {
            return;
        }

        if (_inputs.Count == maxInputs || (_inputs.Count > 1 && _bytes + input.Length > maxBytes))
        {
            Thin();
            if ((Offered - 1) % _stride != 0)
            {
                return;
            }
        }

        _inputs.Add(input.ToArray());
        _known.Add(known);
        _bytes += input.Length;
    }

    /// <summary>SHA-256 of all inputs in order, 64 lower-case hexadecimal digits.</summary>
    public string Digest()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _inputs.ForEach(input => hash.AppendData(input));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Thin()
    {
        _stride *= 2;
        for (int index = 1; index < _inputs.Count; index++)
        {
            _bytes -= _inputs[index].Length;
            _inputs.RemoveAt(index);
            _known.RemoveAt(index);
        }
    }
}
