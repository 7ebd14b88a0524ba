using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions;

/// <summary>One tensor in memory that never moves: OnnxRuntime keeps its address from the day that it is bound.</summary>
internal sealed class BoundTensor : IDisposable
{
    /// <summary>The most bytes of all tensors of a session together, with the floats that they are widened to.</summary>
    public const long MaxBytes = 1L << 30;

    // A cache line, and as wide as the widest vector: kernels read from the start of one.
    private const int Alignment = 64;

    private readonly byte[] _memory;
    private readonly int _start;
    private readonly int _length;
    private readonly float[] _floats;
    private long _widenedRun = -1;

    /// <summary>Allocates a tensor of zeros.</summary>
    /// <param name="spec">What it is; every size is known, and <see cref="BytesOf"/> is at most <see cref="MaxBytes"/>.</param>
    /// <param name="widens">Whether <see cref="Floats"/> will be asked for.</param>
    public BoundTensor(TensorSpec spec, bool widens)
    {
        Spec = spec;
        _length = (int)BytesOf(spec);
        _memory = GC.AllocateArray<byte>(_length + Alignment, pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _start = (int)(-address & (Alignment - 1));
        _floats = widens && spec.Element != TensorElement.Float32 ? new float[_length / ElementType.BytesOf(spec.Element)] : [];
        long[] shape = [.. spec.Shape.Select(static size => (long)size)];
        Value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, ElementType.NativeOf(spec.Element), shape, (nint)(address + _start), _length);
    }

    /// <summary>What it is.</summary>
    public TensorSpec Spec { get; }

    /// <summary>OnnxRuntime's view of it.</summary>
    public OrtValue Value { get; }

    /// <summary>Its bytes.</summary>
    public Span<byte> Bytes => _memory.AsSpan(_start, _length);

    /// <summary>The bytes that a shape of known sizes takes; long.MaxValue where they cannot be counted.</summary>
    public static long BytesOf(TensorSpec spec)
    {
        long bytes = ElementType.BytesOf(spec.Element);
        foreach (int size in spec.Shape)
        {
            bytes = size >= 0 && bytes <= MaxBytes ? bytes * size : long.MaxValue;
        }

        return bytes;
    }

    /// <summary>The bytes that it takes with the floats that it is widened to; long.MaxValue where they cannot be counted.</summary>
    /// <param name="spec">What it is; every size is known.</param>
    /// <param name="widens">Whether <see cref="Floats"/> will be asked for.</param>
    public static long RoomOf(TensorSpec spec, bool widens)
    {
        long bytes = BytesOf(spec);
        return bytes > MaxBytes ? long.MaxValue : widens && spec.Element != TensorElement.Float32 ? bytes + (bytes / ElementType.BytesOf(spec.Element) * sizeof(float)) : bytes;
    }

    /// <summary>Its elements.</summary>
    /// <exception cref="ArgumentException">They are of another type.</exception>
    public Span<T> As<T>()
        where T : unmanaged
    {
        if (typeof(T) != ElementType.ManagedOf(Spec.Element))
        {
            throw new ArgumentException($"'{Spec.Name}' holds {ElementType.WordOf(Spec.Element)}, which is no {typeof(T).Name}");
        }

        return MemoryMarshal.Cast<byte, T>(Bytes);
    }

    /// <summary>Its elements as floats, made once in each run.</summary>
    /// <param name="run">The number of the run that filled it.</param>
    public ReadOnlySpan<float> Floats(long run)
    {
        if (Spec.Element == TensorElement.Float32)
        {
            return MemoryMarshal.Cast<byte, float>(Bytes);
        }

        if (_widenedRun != run)
        {
            ElementType.Widen(Spec.Element, Bytes, _floats);
            _widenedRun = run;
        }

        return _floats;
    }

    /// <inheritdoc/>
    public void Dispose() => Value.Dispose();
}
