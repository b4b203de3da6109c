//! Tells the linker that Node provides the Node-API symbols when it loads the library.

fn main() {
    napi_build::setup();
}
