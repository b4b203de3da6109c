export declare function check(tidings: object, face: string): Promise<void>;
